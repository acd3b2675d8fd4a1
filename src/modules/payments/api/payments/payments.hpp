#pragma once

#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::payments {

// created and processing: the outcome is not known yet.
enum class PaymentStatus {
    created,
    requires_action,
    processing,
    authorized,
    captured,
    refunded,
    declined,
    failed,
    cancelled
};
BOOST_DESCRIBE_ENUM(PaymentStatus, created, requires_action, processing, authorized, captured,
                    refunded, declined, failed, cancelled)

struct NextAction {
    std::string type;  // "redirect"
    std::string url;
};
BOOST_DESCRIBE_STRUCT(NextAction, (), (type, url))

struct Payment {
    PaymentId id;
    orders::OrderId order;
    std::string provider;
    int attempt = 1;
    PaymentStatus status = PaymentStatus::created;
    platform::Money amount;
    platform::Money captured;
    platform::Money refunded;
    std::optional<NextAction> next_action;
    std::optional<std::string> refusal;  // why it was declined, for the customer
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (id, order, provider, attempt, status, amount, captured, refunded,
                       next_action, refusal, created_at))

struct PaymentRequest {
    orders::OrderId order;
    int attempt = 1;
    platform::Money amount;
    std::string provider;
    std::string token;  // the provider's reference to the means of payment; never a card number
};
BOOST_DESCRIBE_STRUCT(PaymentRequest, (), (order, attempt, amount, provider, token))

// What moved, for the checks that compare payments with orders.
struct OrderMoney {
    orders::OrderId order;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};
BOOST_DESCRIBE_STRUCT(OrderMoney, (), (order, captured, refunded))

// Money in and out through payment providers, with a double-entry ledger. Providers are called
// outside any transaction with the key "<order>:<attempt>", so that asking twice moves money
// once. A status never moves backwards, whoever reports it and in which order. Thread-safe.
class Payments {
public:
    virtual ~Payments() = default;

    // Repeated with the same order and attempt it continues what was begun. May take as long as
    // the provider's deadline. A refusal by the provider is a payment with status declined, an
    // unknown outcome one with status processing; either is on the disk with the caller's next
    // commit, and known to the provider in any case. Attempts count from 1, and a further one is
    // made only after all before it were refused. Refuses payments.unknown_provider,
    // payments.provider_disabled (invalid), payments.attempt_differs (another amount or provider
    // than before), payments.already_paying (conflict).
    virtual platform::Result<Payment> pay(const PaymentRequest& request) = 0;
    // Asks the provider what became of a payment whose outcome is unknown; answers it as it is
    // now. Refuses payments.no_such_payment.
    virtual platform::Result<Payment> look_up(const PaymentId& id) = 0;
    // Gives back what was captured for the order and is not yet refunded, or cancels what is
    // open. The same reason twice is one refund. Money goes back at once or by the job.
    virtual void give_back(const orders::OrderId& order, const std::string& reason) = 0;
    virtual std::vector<Payment> payments_of(const orders::OrderId& order) = 0;
    // Newest attempt of each, in one read.
    virtual std::vector<Payment> payments_of(const std::vector<orders::OrderId>& orders) = 0;
    // A provider's message; body as it came. Stored once, handled once. Refuses
    // payments.unknown_provider (not_found), payments.bad_signature, payments.bad_webhook
    // (malformed).
    virtual platform::Result<> receive_webhook(const std::string& provider,
                                               const std::string& signature,
                                               const std::string& body) = 0;
    // The simulator's customer says yes to what required an action. Refuses
    // payments.no_such_payment, payments.nothing_to_approve (conflict).
    virtual platform::Result<Payment> approve_simulated(const PaymentId& id) = 0;

    // Asks about payments without an outcome and sends refunds that are due. For a job.
    virtual void work_off() = 0;
    // M1, M2, M5: the ledger balances, captures and refunds agree with it and the provider.
    virtual std::vector<platform::Violation> check() = 0;
    // Everything that moved, ordered by order id, after the one given.
    virtual std::vector<OrderMoney> moved(const std::optional<orders::OrderId>& after,
                                          std::size_t limit) = 0;
};

}  // namespace kontor::payments
