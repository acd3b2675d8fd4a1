#pragma once

#include "orders/orders.hpp"
#include "platform/events/event_log.hpp"
#include "store.hpp"

namespace kontor::orders {

class Service final : public Orders {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    platform::Result<Order> place_pending(const NewOrder& order) override;
    platform::Result<Order> place(const Order& pending, const auth::Shopper& owner,
                                  const Funding& funding) override;
    platform::Result<Order> fail(const OrderId& id, const std::string& reason) override;
    platform::Result<Order> expire(const OrderId& id) override;
    platform::Result<Order> cancel(const OrderId& id, const std::optional<auth::Shopper>& owner,
                                   const std::string& actor, const std::string& reason) override;
    platform::Result<Order> order(const OrderId& id,
                                  const std::optional<auth::Shopper>& owner) override;
    std::vector<Order> list(const OrderFilter& filter) override;
    std::vector<TimelineEntry> timeline(const OrderId& id) override;
    platform::Result<Order> find(const std::string& number_or_id) override;
    std::vector<platform::Violation> check() override;
    std::vector<OrderMoney> money_after(const std::optional<OrderId>& after,
                                        std::size_t limit) override;

private:
    void announce_placed(platform::Tx& tx, const store::OrderRow& row, const Funding& funding);
    // pending or placed -> cancelled, with its history and fact.
    void withdraw(platform::Tx& tx, store::OrderRow& row, const std::string& actor,
                  const std::string& reason, bool is_settled = false);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::orders
