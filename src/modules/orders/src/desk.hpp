// What staff does with orders beside cancelling and editing them.
#pragma once

#include "orders/orders.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::orders {

struct PastOrder {
    Order order;
    std::vector<TimelineEntry> timeline;
};

class Desk {
public:
    Desk(platform::Database& database, platform::EventLog& events, const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    // As it stood then. Refuses orders.no_such_order, also where it was not made yet.
    platform::Result<PastOrder> order_at(const OrderId& id, platform::Time at);
    // For the timeline, which only staff sees. Refuses orders.no_such_order.
    platform::Result<TimelineEntry> note(const OrderId& id, const std::string& actor,
                                         const std::string& text);
    // completed -> archived. Refuses orders.no_such_order, invalid_transition.
    platform::Result<Order> archive(const OrderId& id, const std::string& actor);

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::orders
