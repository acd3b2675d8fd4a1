#pragma once

#include "platform/events/event_log.hpp"
#include "store.hpp"

namespace kontor::payments {

// What a report or a refund changes, under the row lock of its payment: the one place where
// payments, ledger and facts are written together.
class Settlement {
public:
    Settlement(platform::EventLog& events, const platform::Clock& clock)
        : events_(events), clock_(clock) {}

    // Changes nothing when the payment is as far as the report, or further.
    void apply(platform::Tx& tx, PaymentRow& payment, const Report& report) const;

    // Promises back what was captured for the order and cancels what still waits for the
    // customer. Money that arrives later goes back as soon as it is known.
    void give_back(platform::Tx& tx, const orders::OrderId& order, const std::string& reason) const;

    void settle_refund(platform::Tx& tx, PaymentRow& payment, const RefundRow& refund) const;

private:
    void captured(platform::Tx& tx, const PaymentRow& payment) const;
    void promise_back(platform::Tx& tx, const PaymentRow& payment, std::int64_t amount,
                      const std::string& reason) const;

    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::payments
