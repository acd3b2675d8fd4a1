#include "service.hpp"

#include "facts.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

std::string customer_actor(const auth::Shopper& owner) {
    return owner.customer ? "customer:" + owner.customer->text() : "customer";
}

Error has_been_shipped(const Order& order, bool to_customer) {
    auto error = check_transition(Status::completed, Status::cancelled).error();
    error.message =
        to_customer
            ? "Goods of this order have been shipped: it cannot be cancelled. Ask for a return."
            : "Goods of this order have been shipped: it can be cancelled once all are back.";
    error.details = {{"from", std::string(platform::enum_name(order.fulfilment_status))},
                     {"to", std::string("cancelled")},
                     {"allowed", std::vector<std::string>{}}};
    return error;
}

store::OrderRow placed(store::OrderRow row, const Funding& funding) {
    row.order.status = Status::placed;
    row.captured = std::max(row.captured, funding.captured.amount);
    row.authorized = funding.authorized;
    row.told_paid = store::is_paid(row);
    row.told_released = !row.told_paid && funding.goods_may_leave;
    store::derive(row);
    return row;
}

}  // namespace

Result<Order> Service::place_pending(const NewOrder& order) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        const auto now = clock_.now();
        const auto number = store::insert(tx, order, now);
        if (!number) {
            if (const auto again = store::select(tx, order.id)) return again->order;
            Error error{ErrorKind::conflict, "orders.cart_ordered",
                        "This cart has been ordered already."};
            if (const auto other = store::alive_order_of_cart(tx, order.cart))
                error.details.emplace_back("order_id", other->text());
            return error;
        }
        Order made;
        made.id = order.id;
        made.number = *number;
        made.email = order.email;
        made.items = order.items;
        made.totals = order.totals;
        made.shipping_address = order.shipping_address;
        made.billing_address = order.billing_address;
        made.shipping_option = order.shipping_option;
        made.checkout = order.checkout;
        made.created_at = now;
        made.terms = order.terms;
        made.language = order.language;
        made.amount_due = order.totals.total;
        store::append(
            tx, {store::entry(made, std::nullopt, customer_actor(order.owner), "created")}, now);
        return made;
    });
}

Result<Order> Service::place(const Order& pending, const auth::Shopper& owner,
                             const Funding& funding) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = placed({pending, owner}, funding);
        if (!store::place(tx, row)) {
            auto current = store::select_for_update(tx, pending.id);
            if (!current) return no_such_order();
            const auto status = current->order.status;
            if (status == Status::placed || status == Status::completed) return current->order;
            if (const auto legal = check_transition(status, Status::placed); !legal)
                return legal.error();
            row = placed(*std::move(current), funding);
            store::update(tx, row);
        }
        announce_placed(tx, row, funding);
        return row.order;
    });
}

void Service::announce_placed(Tx& tx, const store::OrderRow& row, const Funding& funding) {
    const auto& order = row.order;
    std::vector<store::History> history{store::entry(order, Status::pending, "system", "placed")};
    if (row.told_paid)
        history.push_back(store::entry(order, Status::placed, "system", "paid",
                                       platform::to_text(funding.captured)));
    if (row.told_released)
        history.push_back(store::entry(order, Status::placed, "system", "released"));
    store::append(tx, history, clock_.now());
    events_.publish(tx, OrderPlaced{order.id, order.number, order.email, order.totals.total,
                                    ordered_items(order), row.owner.customer, row.owner.guest()});
    if (row.told_paid) events_.publish(tx, paid_fact(order));
    if (row.told_released) events_.publish(tx, released_fact(order));
}

void Service::withdraw(Tx& tx, store::OrderRow& row, const std::string& actor,
                       const std::string& reason, bool is_settled) {
    auto& order = row.order;
    const auto before = order.status;
    order.status = Status::cancelled;
    order.fulfilment_status = FulfilmentState::cancelled;
    order.cancellation_reason = reason;
    // Payments give up what is only authorised.
    row.authorized = 0;
    store::derive(row);
    store::update(tx, row);
    store::append(tx, {store::entry(order, before, actor, "cancelled", reason)}, clock_.now());
    events_.publish(
        tx, OrderCancelled{order.id, order.checkout, reason, before == Status::placed, is_settled});
}

Result<Order> Service::fail(const OrderId& id, const std::string& reason) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        if (row->order.status == Status::cancelled) return row->order;
        if (row->order.status != Status::pending)
            return check_transition(row->order.status, Status::expired).error();
        withdraw(tx, *row, "system", reason);
        return row->order;
    });
}

Result<Order> Service::expire(const OrderId& id) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        auto& order = row->order;
        if (order.status == Status::expired) return order;
        const auto before = order.status;
        if (const auto legal = check_transition(before, Status::expired); !legal)
            return legal.error();
        order.status = Status::expired;
        order.fulfilment_status = FulfilmentState::cancelled;
        store::derive(*row);
        store::update(tx, *row);
        store::append(tx, {store::entry(order, before, "system", "expired")}, clock_.now());
        events_.publish(tx, OrderExpired{id, order.checkout});
        return order;
    });
}

Result<Order> Service::cancel(const OrderId& id, const std::optional<auth::Shopper>& owner,
                              const std::string& actor, const std::string& reason) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = store::select_for_update(tx, id);
        if (!row || (owner && !owner->stands_for(row->owner))) return no_such_order();
        if (const auto legal = check_transition(row->order.status, Status::cancelled); !legal)
            return legal.error();
        const auto items = store::progress(tx, id);
        if (has_left(items) && (owner || !is_all_back(items)))
            return has_been_shipped(row->order, owner.has_value());
        // Money may be on its way: only the purchase itself can end a pending order.
        if (row->order.status == Status::pending)
            return Error{ErrorKind::conflict,
                         "completion_in_progress",
                         "The payment of this order is still under way. Try again shortly.",
                         {},
                         {{"retry_after", std::int64_t{1}}}};
        withdraw(tx, *row, actor, reason, has_left(items) && store::is_settled(tx, id));
        return row->order;
    });
}

Result<Order> Service::order(const OrderId& id, const std::optional<auth::Shopper>& owner) {
    const auto row =
        database_.read([&](platform::Reader& reader) { return store::select(reader, id); });
    if (!row || (owner && !owner->stands_for(row->owner))) return no_such_order();
    if (owner && row->order.status == Status::draft) return no_such_order();
    return row->order;
}

std::vector<Order> Service::list(const OrderFilter& filter) {
    auto rows = database_.read(
        [&](platform::Reader& reader) { return store::select_page(reader, filter); });
    std::vector<Order> orders;
    for (auto& row : rows) orders.push_back(std::move(row.order));
    return orders;
}

std::vector<TimelineEntry> Service::timeline(const OrderId& id) {
    return database_.read([&](platform::Reader& reader) { return store::timeline(reader, id); });
}

Result<Order> Service::find(const std::string& number_or_id) {
    auto id = OrderId::parse(number_or_id);
    if (!id)
        id = database_.read(
            [&](platform::Reader& reader) { return store::id_of_number(reader, number_or_id); });
    if (!id) return no_such_order();
    return order(*id, std::nullopt);
}

std::vector<platform::Violation> Service::check() {
    return database_.read([&](platform::Reader& reader) {
        std::vector<platform::Violation> violations;
        for (const auto& sum : store::wrong_sums(reader))
            violations.push_back({"M4 an order's lines add up to its totals", sum.id.text(),
                                  sum.what + " " + std::to_string(sum.total) +
                                      " but the parts are " + std::to_string(sum.parts)});
        for (const auto& step : store::steps(reader)) {
            if (!step.from_status) continue;
            if (const auto legal = check_transition(*step.from_status, step.to_status); !legal)
                violations.push_back(
                    {"O3 only legal transitions", step.order.text(), legal.error().message});
        }
        return violations;
    });
}

std::vector<OrderMoney> Service::money_after(const std::optional<OrderId>& after,
                                             std::size_t limit) {
    return database_.read(
        [&](platform::Reader& reader) { return store::money_after(reader, after, limit); });
}

}  // namespace kontor::orders
