#include "auth/actor.hpp"
#include "payments/module.hpp"

namespace kontor::payments {

using platform::Result;
using namespace platform::http;

namespace {

struct WebhookPath {
    std::string provider;
};
BOOST_DESCRIBE_STRUCT(WebhookPath, (), (provider))

struct WebhookTaken {
    bool received = true;
};
BOOST_DESCRIBE_STRUCT(WebhookTaken, (), (received))

struct PaymentPath {
    PaymentId payment;
};
BOOST_DESCRIBE_STRUCT(PaymentPath, (), (payment))

struct PaymentState {
    PaymentId id;
    PaymentStatus status{};
};
BOOST_DESCRIBE_STRUCT(PaymentState, (), (id, status))

struct MarkPaidBody {
    std::optional<platform::Text<1, 200>> reference;
};
BOOST_DESCRIBE_STRUCT(MarkPaidBody, (), (reference))

struct PaymentAnswer {
    PaymentId id;
    orders::OrderId order_id;
    std::string provider;
    PaymentStatus status{};
    platform::Money amount;
    platform::Money captured;
};
BOOST_DESCRIBE_STRUCT(PaymentAnswer, (), (id, order_id, provider, status, amount, captured))

void add_staff_routes(Router& router, Payments& payments) {
    router.add(
        Route(Method::post, "/v1/admin/payments/{payment}/mark-paid", "mark_payment_paid",
              "Records that a transfer, or cash for a delivery, has come")
            .by(Access::staff("orders.write"))
            .tag("Payments (staff)")
            .describe("Only of a payment that is awaited. The order becomes paid, and is sent "
                      "where it waited for that.")
            .idempotency(IdempotencyKey::required)
            .may_answer(409, "invalid_transition"),
        [&payments](const Call<PaymentPath, MarkPaidBody>& call) -> Result<PaymentAnswer> {
            std::optional<std::string> reference;
            if (call.body.reference) reference = call.body.reference->value();
            const auto payment =
                payments.mark_paid(call.path.payment, reference, auth::staff_actor(call.caller));
            if (!payment) return payment.error();
            return PaymentAnswer{payment->id,     payment->order,  payment->provider,
                                 payment->status, payment->amount, payment->captured};
        });
}

}  // namespace

void add_routes(Router& router, Payments& payments, platform::Jobs* jobs) {
    add_staff_routes(router, payments);
    router.add(
        Route(Method::post, "/v1/payments/webhooks/{provider}", "receive_payment_webhook",
              "Takes a message of a payment provider")
            .tag("Payments")
            .describe("Signed in the header Webhook-Signature (of Stripe: Stripe-Signature):"
                      " t=<unix seconds>,v1=<hex HMAC-SHA256 of \"<t>.<body>\">, at most five"
                      " minutes old. A message is kept, answered, and then handled, once, however"
                      " often it comes.")
            .may_answer(400, "payments.bad_signature, payments.bad_webhook")
            .idempotency(IdempotencyKey::ignored)
            .limited_as(RateClass::webhooks)
            .raw_body("application/json"),
        [&payments, jobs](const Call<WebhookPath, RawBody>& call) -> Result<WebhookTaken> {
            const auto& headers = call.request.headers;
            auto signature = find_header(headers, "Webhook-Signature");
            if (!signature) signature = find_header(headers, "Stripe-Signature");
            const auto taken = payments.receive_webhook(
                call.path.provider, std::string(signature.value_or("")), call.body.bytes);
            if (!taken) return taken.error();
            if (jobs) wake_webhooks(*jobs);
            return WebhookTaken{};
        });

    router.add(
        Route(Method::post, "/v1/payments/simulator/{payment}/approve", "approve_simulated_payment",
              "Says yes in place of the customer, where the simulated payment asked for it")
            .tag("Payments")
            .may_answer(409, "payments.nothing_to_approve")
            .remote(),
        [&payments](const Call<PaymentPath>& call) -> Result<PaymentState> {
            const auto payment = payments.approve_simulated(call.path.payment);
            if (!payment) return payment.error();
            return PaymentState{payment->id, payment->status};
        });
}

}  // namespace kontor::payments
