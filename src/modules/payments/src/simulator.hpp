#pragma once

#include "payments/module.hpp"
#include "provider.hpp"

#include <functional>

namespace kontor::payments {

// A payment provider in a table: an outside company with append-only books of its own, written in
// transactions of its own, so that what it says after a crash is what really happened.
class Simulator final : public Provider {
public:
    using SendWebhook = std::function<void(const std::string& signature, const std::string& body)>;

    Simulator(platform::Database& database, const platform::Clock& clock, const Config& config,
              SendWebhook send_webhook);

    platform::Result<> ready(const std::string& token) const override;
    platform::Result<Report> charge(const Charge& charge) override;
    Report capture(const Charge& charge) override;
    Report cancel(const Charge& charge) override;
    Report look_up(const Charge& charge) override;
    RefundOutcome refund(const Charge& charge, const std::string& refund_key,
                         const platform::Money& amount) override;
    platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                const std::string& body) override;
    CaptureMode capture_mode() const override { return capture_mode_; }

    // The customer says yes. False when the charge never asked.
    bool approve(const std::string& charge_key);

private:
    bool enter(const Charge& charge, PaymentStatus outcome);
    Report end_with(const Charge& charge, const std::function<void(platform::Tx&)>& end);
    void announce(const std::string& charge_key);

    platform::Database& database_;
    const platform::Clock& clock_;
    std::vector<std::string> secrets_;
    std::int64_t slow_ms_;
    CaptureMode capture_mode_;
    SendWebhook send_webhook_;
};

}  // namespace kontor::payments
