#pragma once

#include "service.hpp"

#include <functional>

namespace kontor::test {

// A provider that says yes to everything, unless told otherwise.
class FakeProvider final : public payments::Provider {
public:
    payments::Report charge(const payments::Charge& charge) override {
        amount_ = charge.amount;
        if (on_charge) on_charge(charge);
        return look_up(charge.key);
    }
    payments::Report look_up(const std::string&) override {
        return {.status = payments::PaymentStatus::captured, .captured = amount_};
    }
    payments::RefundOutcome refund(const std::string&, const std::string& key,
                                   const platform::Money&) override {
        refund_keys.push_back(key);
        return refund_outcome;
    }
    platform::Result<payments::WebhookEvent> open_webhook(const std::string&,
                                                          const std::string& body) override {
        return payments::WebhookEvent{body, "any", std::nullopt};
    }

    std::function<void(const payments::Charge&)> on_charge;
    payments::RefundOutcome refund_outcome = payments::RefundOutcome::settled;
    std::vector<std::string> refund_keys;

private:
    platform::Money amount_;
};

}  // namespace kontor::test
