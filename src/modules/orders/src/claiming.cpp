#include "claiming.hpp"

#include "claiming_store.hpp"
#include "orders/order_claimed.hpp"
#include "refusals.hpp"

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

Error claimed() {
    return {ErrorKind::conflict, "orders.claimed",
            "This order belongs to another account. Sign in with that one."};
}

}  // namespace

std::unique_ptr<Claims> make_claims(platform::Database& database, platform::EventLog& events,
                                    const platform::Clock& clock) {
    return std::make_unique<Claiming>(database, events, clock);
}

Result<Order> Claiming::claim(const OrderId& id, const auth::Shopper& shopper) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        const auto row = store::select_for_update(tx, id);
        if (!row || !shopper.customer || !shopper.stands_for(row->owner)) return no_such_order();
        if (row->owner.customer) {
            if (row->owner.customer != shopper.customer) return claimed();
            if (!row->owner.guest()) return row->order;
        }
        hand_over(tx, *row, *shopper.customer);
        return row->order;
    });
}

std::size_t Claiming::claim_all(const auth::UserId& customer, const platform::EmailAddress& email) {
    return database_.transact([&](Tx& tx) {
        const auto orders = store::lock_orders_of_guest(tx, email.value());
        for (const auto& order : orders)
            if (const auto row = store::select(tx, order)) hand_over(tx, *row, customer);
        return orders.size();
    });
}

void Claiming::hand_over(Tx& tx, const store::OrderRow& row, const auth::UserId& customer) {
    const auto& order = row.order;
    store::set_customer(tx, order.id, customer);
    store::append(tx, {store::entry(order, order.status, "customer:" + customer.text(), "claimed")},
                  clock_.now());
    events_.publish(tx, OrderClaimed{order.id, customer, order.email, row.owner.guest_token_hash});
}

}  // namespace kontor::orders
