#pragma once

#include "platform/client/client.hpp"
#include "provider.hpp"
#include "stripe_protocol.hpp"
#include "vault.hpp"

namespace kontor::payments {

// Stripe's PaymentIntents over its public HTTP API: docs.stripe.com/api/payment_intents. A charge
// is a PaymentIntent that is confirmed as it is made, under our key as the Idempotency-Key.
class Stripe final : public Provider, public Vault {
public:
    Stripe(const platform::Clock& clock, const StripeConfig& config);

    platform::Result<> ready(const std::string& token) const override;
    platform::Result<Report> charge(const Charge& charge) override;
    Report capture(const Charge& charge) override;
    Report cancel(const Charge& charge) override;
    Report look_up(const Charge& charge) override;
    RefundOutcome refund(const Charge& charge, const std::string& refund_key,
                         const platform::Money& amount) override;
    platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                const std::string& body) override;
    CaptureMode capture_mode() const override { return config_.capture; }

    platform::Result<> check(const std::string& token) const override { return ready(token); }
    platform::Result<std::string> make_payer(const auth::UserId& customer) override;
    platform::Result<> keep(const std::string& token, const std::string& payer) override;
    platform::Result<> forget(const std::string& token) override;

private:
    using Sent = platform::Result<stripe::Answer>;

    Sent get(const std::string& path);
    Sent post(const std::string& path, const stripe::Form& form,
              const std::string& idempotency_key = {});
    Sent send(platform::OutgoingRequest request);
    Sent create(const Charge& charge);
    // What a step towards an end made of it; where the step is refused, how it stands.
    Report step(const Charge& charge, const std::string& step, const stripe::Form& form);
    Report search(const Charge& charge);

    const platform::Clock& clock_;
    StripeConfig config_;
    std::vector<std::string> secrets_;
    platform::HttpClient client_;
};

}  // namespace kontor::payments
