#pragma once

#include "auth/ids.hpp"
#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "payments/reconciliation.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kontor::payments {

// created and processing: the outcome is not known yet. awaited: the money comes past the shop, by
// transfer or on delivery, and staff says when.
enum class PaymentStatus {
    created,
    requires_action,
    processing,
    awaited,
    authorized,
    captured,
    refunded,
    declined,
    failed,
    cancelled
};
BOOST_DESCRIBE_ENUM(PaymentStatus, created, requires_action, processing, awaited, authorized,
                    captured, refunded, declined, failed, cancelled)

struct NextAction {
    std::string type;  // "redirect"
    std::string url;
};
BOOST_DESCRIBE_STRUCT(NextAction, (), (type, url))

// Where a customer sends the money that is awaited.
struct TransferInstructions {
    std::string account_holder;
    std::string iban;
    std::optional<std::string> bic;
    std::optional<std::string> bank;
    std::string reference;  // what the customer writes on it, so that staff finds the order
    platform::Time pay_until;
};
BOOST_DESCRIBE_STRUCT(TransferInstructions, (),
                      (account_holder, iban, bic, bank, reference, pay_until))

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
    std::optional<TransferInstructions> instructions{};
    bool goods_may_leave = false;  // captured, authorised, or paid on delivery
    platform::Money to_capture{};  // what will be taken of it; 0 unless it is authorised
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (id, order, provider, attempt, status, amount, captured, refunded,
                       next_action, refusal, created_at, instructions, goods_may_leave, to_capture))

struct PaymentRequest {
    orders::OrderId order;
    int attempt = 1;
    platform::Money amount;
    std::string provider;
    std::string token;     // the provider's reference to the means of payment; never a card number
    std::int64_t tax = 0;  // the part of the amount that is tax
    std::optional<auth::UserId> customer{};
    std::optional<PaymentMethodId> method{};  // instead of a token: one that the customer keeps
    // What an order that is paid for costs more by now: beside payments that are captured.
    bool beside_captured = false;
};
BOOST_DESCRIBE_STRUCT(PaymentRequest, (),
                      (order, attempt, amount, provider, token, tax, customer, method,
                       beside_captured))

struct Unrecorded;

// A payment that the provider was asked for.
struct Charged {
    Payment payment;  // as it stands once it is recorded
    std::shared_ptr<const Unrecorded>
        unrecorded{};  // what the provider said; none: it is on record
};

enum class Circuit { closed, open, half_open };
BOOST_DESCRIBE_ENUM(Circuit, closed, open, half_open)

// How a provider outside this program is doing.
struct ProviderState {
    std::string provider;
    Circuit circuit = Circuit::closed;
    std::int64_t calls_in_flight = 0;
    std::int64_t calls_failed = 0;   // since the start, as the following
    std::int64_t calls_refused = 0;  // not tried: too many at once, or the circuit was open
};
BOOST_DESCRIBE_STRUCT(ProviderState, (),
                      (provider, circuit, calls_in_flight, calls_failed, calls_refused))

// failed: the provider refuses for good; the money may be refunded again for another cause.
enum class RefundStatus { pending, settled, failed };
BOOST_DESCRIBE_ENUM(RefundStatus, pending, settled, failed)

// What goes back of one payment.
struct Refund {
    RefundId id;
    PaymentId payment;
    orders::OrderId order;
    platform::Money amount;
    std::string reason;
    RefundStatus status = RefundStatus::pending;
    platform::Time created_at;
    std::optional<platform::Uuid> cause{};  // of its request; none where an order was given up
    bool as_store_credit = false;
};
BOOST_DESCRIBE_STRUCT(Refund, (),
                      (id, payment, order, amount, reason, status, created_at, cause,
                       as_store_credit))

struct RefundRequest {
    orders::OrderId order;
    platform::Money amount;
    std::string reason;
    platform::Uuid cause;
    bool as_store_credit = false;
    std::optional<auth::UserId> customer{};  // whose store credit
    std::optional<std::int64_t> tax{};       // the part that is tax; in proportion where absent
};
BOOST_DESCRIBE_STRUCT(RefundRequest, (),
                      (order, amount, reason, cause, as_store_credit, customer, tax))

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

    // What pay() would refuse of this request before it writes anything; the order need not be
    // there. Asks nobody outside. Refuses payments.unknown_provider, payments.provider_disabled,
    // payments.bad_token, payments.card_number, payments.no_such_method (invalid),
    // payments.provider_busy, payments.provider_unavailable (unavailable, detail retry_after).
    virtual platform::Result<> ready(const PaymentRequest& request) = 0;
    // Repeated with the same order and attempt it continues what was begun. May take as long as
    // the provider's deadline. A refusal by the provider is a payment with status declined, an
    // unknown outcome one with status processing; either is on the disk with the caller's next
    // commit, and known to the provider in any case. Attempts count from 1, and a further one is
    // made only after all before it were refused. Refuses what ready() does, nothing being charged
    // then; payments.attempt_differs (another amount or provider than before),
    // payments.already_paying (conflict).
    virtual platform::Result<Payment> pay(const PaymentRequest& request) = 0;
    // As pay(), but what the provider said is left to the caller to record(), in a transaction of
    // several if it likes. Where that comes to nothing, look_up() finds it out again.
    virtual platform::Result<Charged> charge(const PaymentRequest& request) = 0;
    // Again, or when it came to be known otherwise: changes nothing. Answers how it stands.
    virtual Payment record(const Charged& charged) = 0;
    // Takes what is authorised for the order, now or, where the provider gives no answer, by the
    // job; answers the order's payments. Again after that: nothing more. actor: who asks, which the
    // fact tells where the provider answers. Refuses payments.nothing_to_capture (conflict).
    virtual platform::Result<std::vector<Payment>> capture(
        const orders::OrderId& order, const std::optional<std::string>& actor = {}) = 0;
    // An order costs something else by now: of what is authorised for it so much is to be taken,
    // the oldest payment first; what is over is let go with the capture, and a payment of which
    // nothing is left to take by the job. tax: the part of the amount. Answers what will be taken,
    // which is less than the amount where not so much is authorised. Calls no provider, so that it
    // may join a transaction of several; no payment of the order moves until that has ended. It
    // does not see what is captured already, nor what is neither authorised nor refused yet: that
    // may still be authorised in full. Refuses payments.capture_under_way (conflict, detail
    // retry_after).
    virtual platform::Result<platform::Money> aim_capture(const orders::OrderId& order,
                                                          const platform::Money& amount,
                                                          std::int64_t tax) = 0;
    // The money that was awaited is there. reference: the bank's, for the books. actor: who says
    // so, as in the order's timeline. Refuses payments.no_such_payment, invalid_transition.
    virtual platform::Result<Payment> mark_paid(const PaymentId& id,
                                                const std::optional<std::string>& reference,
                                                const std::string& actor) = 0;
    // Asks the provider what became of a payment whose outcome is unknown; answers it as it is
    // now. Refuses payments.no_such_payment.
    virtual platform::Result<Payment> look_up(const PaymentId& id) = 0;
    // Gives back what was captured for the order and is not yet refunded, or cancels what is
    // open. The same reason twice is one refund. Money goes back at once or by the job.
    virtual void give_back(const orders::OrderId& order, const std::string& reason) = 0;

    // To the payments in reverse order of their capture, as one refund of each that it touches.
    // The same cause is refunded once, however often asked. Money goes back at once or by the job.
    // Refuses payments.nothing_to_refund, payments.refund_exceeds_captured (conflict, detail
    // refundable), payments.no_store_credit (invalid: nobody to credit).
    virtual platform::Result<std::vector<Refund>> refund(const RefundRequest& request) = 0;
    // Likewise, but without calling a provider: may join a transaction of several, after which the
    // caller sends what was promised.
    virtual platform::Result<std::vector<Refund>> promise_refund(const RefundRequest& request) = 0;
    virtual void send_refunds(const orders::OrderId& order) = 0;
    // Oldest first, also those of orders given up.
    virtual std::vector<Refund> refunds_of(const orders::OrderId& order) = 0;
    // As they were then, in id, provider, amounts, reason and status.
    virtual std::vector<Payment> payments_at(const orders::OrderId& order, platform::Time at) = 0;
    virtual std::vector<Refund> refunds_at(const orders::OrderId& order, platform::Time at) = 0;

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

    // Asks about payments without an outcome, captures and gives up what is due, sends refunds, and
    // tells of transfers that did not come. For a job.
    virtual void work_off() = 0;
    // Handles what providers told: one by one, each once. For a job.
    virtual void handle_webhooks() = 0;
    virtual std::vector<ProviderState> provider_states() = 0;
    // M1, M2, M5: the ledger balances, captures and refunds agree with it and the provider.
    virtual std::vector<platform::Violation> check() = 0;
    // Where the provider or the ledger do not agree with the payments. Asks the providers about
    // each; of the last two minutes money may still be on its way, so they are left out.
    virtual std::vector<Difference> differences(const Period& period) = 0;
    // Everything that moved, ordered by order id, after the one given.
    virtual std::vector<OrderMoney> moved(const std::optional<orders::OrderId>& after,
                                          std::size_t limit) = 0;
};

}  // namespace kontor::payments
