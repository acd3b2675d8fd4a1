#pragma once

#include "provider.hpp"

namespace kontor::payments {

// Money that comes past the shop. Nobody can be asked about it: staff says when it is there, and
// sends it back by hand.
class Manual final : public Provider {
public:
    // overdue_after: counted from the purchase; none where it is paid on delivery.
    explicit Manual(std::optional<std::chrono::days> overdue_after = {})
        : overdue_after_(overdue_after) {}

    platform::Result<> ready(const std::string&) const override { return {}; }
    platform::Result<Report> charge(const Charge& charge) override { return look_up(charge); }
    Report capture(const Charge& charge) override { return look_up(charge); }
    Report cancel(const Charge&) override { return {.status = PaymentStatus::cancelled}; }
    Report look_up(const Charge& charge) override;
    RefundOutcome refund(const Charge&, const std::string&, const platform::Money&) override {
        return RefundOutcome::settled;
    }
    platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                const std::string& body) override;

private:
    std::optional<std::chrono::days> overdue_after_;
};

}  // namespace kontor::payments
