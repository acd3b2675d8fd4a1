#include "money_counting.hpp"

#include "clearance.hpp"
#include "facts.hpp"

namespace kontor::orders {

namespace {

struct Counted {
    std::int64_t captured = 0;
    std::int64_t authorized = 0;
};

Counted counted(const std::vector<payments::Payment>& payments) {
    Counted sums;
    for (const auto& payment : payments) {
        sums.captured += payment.captured.amount;
        sums.authorized += payment.to_capture.amount;
    }
    return sums;
}

}  // namespace

std::int64_t MoneyCounting::captured(const OrderId& order) const {
    return counted(payments_.payments_of(order)).captured;
}

void MoneyCounting::count(platform::Tx& tx, store::OrderRow& row, const std::string& actor) const {
    const auto before = row;
    const auto payments = payments_.payments_of(row.order.id);
    const auto sums = counted(payments);
    row.captured = sums.captured;
    row.authorized = sums.authorized;
    if (row.captured != before.captured || row.authorized != before.authorized) {
        const auto& order = row.order;
        store::derive(row);
        store::update(tx, row);
        const bool pays = store::is_paid(row) && !store::is_paid(before);
        const platform::Money more{row.captured - before.captured, order.totals.total.currency};
        const auto* event = pays ? "paid" : more.amount > 0 ? "captured" : "authorization_changed";
        const auto detail =
            more.amount > 0 ? std::optional(platform::to_text(more)) : std::optional<std::string>();
        store::append(tx, {store::entry(order, order.status, actor, event, detail)}, clock_.now());
    }
    announce(tx, row, payments);
}

void MoneyCounting::announce(platform::Tx& tx, store::OrderRow& row) const {
    announce(tx, row, payments_.payments_of(row.order.id));
}

void MoneyCounting::announce(platform::Tx& tx, store::OrderRow& row,
                             const std::vector<payments::Payment>& payments) const {
    const auto& order = row.order;
    if (!stands(order.status) || row.told_paid) return;
    if (store::is_paid(row)) {
        row.told_paid = true;
        store::update(tx, row);
        events_.publish(tx, paid_fact(order));
    } else if (!row.told_released && !refusal_to_ship(row, payments)) {
        row.told_released = true;
        store::update(tx, row);
        store::append(tx, {store::entry(order, order.status, "system", "released")}, clock_.now());
        events_.publish(tx, released_fact(order));
    }
}

void MoneyCounting::settle(platform::Tx& tx, store::OrderRow& row) const {
    const auto& total = row.order.totals.total;
    const platform::Money excess{row.captured - row.credited - total.amount, total.currency};
    if (excess.amount <= 0) return;
    row.credited += excess.amount;
    store::update(tx, row);
    events_.publish(tx, OrderOvercharged{row.order.id, excess, platform::new_uuid()});
}

}  // namespace kontor::orders
