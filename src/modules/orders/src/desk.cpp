#include "desk.hpp"

#include "refusals.hpp"
#include "store.hpp"

namespace kontor::orders {

using platform::Reader;
using platform::Result;
using platform::Tx;

Result<PastOrder> Desk::order_at(const OrderId& id, platform::Time at) {
    return database_.read([&](Reader& reader) -> Result<PastOrder> {
        auto order = store::select_at(reader, id, at);
        if (!order) return no_such_order();
        return PastOrder{*std::move(order), store::timeline(reader, id, at)};
    });
}

Result<TimelineEntry> Desk::note(const OrderId& id, const std::string& actor,
                                 const std::string& text) {
    return database_.transact([&](Tx& tx) -> Result<TimelineEntry> {
        const auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        const auto now = clock_.now();
        const auto noted = store::entry(row->order, row->order.status, actor, "note", text);
        store::append(tx, {noted}, now);
        return TimelineEntry{now, actor, noted.event, text, noted.after, noted.after};
    });
}

Result<Order> Desk::archive(const OrderId& id, const std::string& actor) {
    return database_.transact([&](Tx& tx) -> Result<Order> {
        auto row = store::select_for_update(tx, id);
        if (!row) return no_such_order();
        auto& order = row->order;
        const auto before = order.status;
        if (const auto legal = check_transition(before, Status::archived); !legal)
            return legal.error();
        order.status = Status::archived;
        store::update(tx, *row);
        store::append(tx, {store::entry(order, before, actor, "archived")}, clock_.now());
        events_.publish(tx, OrderArchived{id});
        return order;
    });
}

}  // namespace kontor::orders
