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

}  // namespace

void add_routes(Router& router, Payments& payments) {
    router.add(
        Route(Method::post, "/v1/payments/webhooks/{provider}", "receive_payment_webhook",
              "Takes a message of a payment provider")
            .tag("Payments")
            .describe("Signed in the header Webhook-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256"
                      " of \"<t>.<body>\">, at most five minutes old. A message is handled once,"
                      " however often it comes.")
            .may_answer(400, "payments.bad_signature, payments.bad_webhook")
            .idempotency(IdempotencyKey::ignored)
            .raw_body("application/json")
            .remote(),
        [&payments](const Call<WebhookPath, RawBody>& call) -> Result<WebhookTaken> {
            const auto signature = find_header(call.request.headers, "Webhook-Signature");
            const auto taken = payments.receive_webhook(
                call.path.provider, std::string(signature.value_or("")), call.body.bytes);
            if (!taken) return taken.error();
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
