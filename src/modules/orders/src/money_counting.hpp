// payment_status has one writer: whatever moved money, it is worked out here from what payments
// say.
#pragma once

#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "platform/events/event_log.hpp"
#include "store.hpp"

namespace kontor::orders {

class MoneyCounting {
public:
    MoneyCounting(platform::EventLog& events, const platform::Clock& clock,
                  payments::Payments& payments)
        : events_(events), clock_(clock), payments_(payments) {}

    // What is captured and authorised for an order that was placed, announced as announce() does.
    // actor: who moved it. The row is locked.
    void count(platform::Tx& tx, store::OrderRow& row, const std::string& actor) const;
    // OrderPaid where what was captured pays for all of an order that stands, or else OrderReleased
    // where its goods may leave all the same; each once. The row is locked.
    void announce(platform::Tx& tx, store::OrderRow& row) const;
    // What is counted and more than the order costs goes back. The row is locked.
    void settle(platform::Tx& tx, store::OrderRow& row) const;
    // In all, whether it is counted or not.
    std::int64_t captured(const OrderId& order) const;

private:
    void announce(platform::Tx& tx, store::OrderRow& row,
                  const std::vector<payments::Payment>& payments) const;

    platform::EventLog& events_;
    const platform::Clock& clock_;
    payments::Payments& payments_;
};

}  // namespace kontor::orders
