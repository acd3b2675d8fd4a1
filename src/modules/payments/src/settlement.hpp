#pragma once

#include "ledger.hpp"
#include "payments/shares.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::payments {

// The payment as far as the report brings it.
PaymentRow reported(PaymentRow payment, const Report& report, platform::Time now);

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

    // Promises back what is asked for; what needs no provider is settled at once.
    platform::Result<std::vector<RefundRow>> promise(platform::Tx& tx,
                                                     const RefundRequest& request) const;
    // As Payments::aim_capture().
    platform::Result<platform::Money> aim_capture(platform::Tx& tx, const orders::OrderId& order,
                                                  const platform::Money& amount,
                                                  std::int64_t tax) const;
    // Notes that what is authorised is to be taken; answers that, as it now is.
    std::vector<PaymentRow> ask_for_capture(platform::Tx& tx, const orders::OrderId& order) const;

    void overdue(platform::Tx& tx, const PaymentRow& payment) const;

    void settle_refund(platform::Tx& tx, PaymentRow& payment, const RefundRow& refund) const;
    void refuse_refund(platform::Tx& tx, const PaymentRow& payment, const RefundRow& refund) const;

    // What stored value pays, of an order that is placed, and of one that comes to nothing.
    void capture_tender(platform::Tx& tx, PaymentRow& payment) const;
    void release_tender(platform::Tx& tx, PaymentRow& payment) const;

private:
    void announce(platform::Tx& tx, PaymentRow& payment, const Report& report,
                  PaymentStatus before) const;
    // An edit left so much due.
    void follow(platform::Tx& tx, PaymentRow& payment, const Taxed& due) const;
    // Transfers, and cash for a delivery, that another payment takes the place of.
    void end_awaited(platform::Tx& tx, const PaymentRow& replacement) const;
    void captured(platform::Tx& tx, PaymentRow& payment,
                  const std::optional<std::string>& actor) const;
    void refunded_elsewhere(platform::Tx& tx, PaymentRow& payment, std::int64_t in_all) const;
    // Whatever is not promised yet.
    void promise_rest(platform::Tx& tx, PaymentRow& payment,
                      const std::vector<PromisedBack>& promised, const std::string& reason) const;
    void promise_back(platform::Tx& tx, PaymentRow& payment, RefundRow& refund) const;

    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::payments
