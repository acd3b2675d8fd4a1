#pragma once

#include "service.hpp"

#include <functional>
#include <utility>

namespace kontor::test {

// A provider that does nothing but answer what it is asked.
class ProviderOfNothing : public payments::Provider {
public:
    platform::Result<> ready(const std::string&) const override { return {}; }
    platform::Result<payments::Report> charge(const payments::Charge& charge) override {
        return look_up(charge);
    }
    payments::Report capture(const payments::Charge& charge) override { return look_up(charge); }
    payments::Report cancel(const payments::Charge& charge) override { return look_up(charge); }
    payments::RefundOutcome refund(const payments::Charge&, const std::string&,
                                   const platform::Money&) override {
        return payments::RefundOutcome::settled;
    }
    platform::Result<payments::WebhookEvent> open_webhook(const std::string&,
                                                          const std::string& body) override {
        return payments::WebhookEvent{body, "any"};
    }
};

// A provider that says yes to everything, unless told otherwise.
class FakeProvider final : public ProviderOfNothing {
public:
    platform::Result<payments::Report> charge(const payments::Charge& charge) override {
        if (on_charge) on_charge(charge);
        return look_up(charge);
    }
    payments::Report look_up(const payments::Charge& charge) override {
        return {.status = payments::PaymentStatus::captured, .captured = charge.amount};
    }
    payments::RefundOutcome refund(const payments::Charge&, const std::string& key,
                                   const platform::Money&) override {
        refund_keys.push_back(key);
        const auto outcome = refund_outcome;
        if (const auto meanwhile = std::exchange(during_refund, nullptr)) meanwhile();
        return outcome;
    }

    std::function<void(const payments::Charge&)> on_charge;
    payments::RefundOutcome refund_outcome = payments::RefundOutcome::settled;
    std::function<void()> during_refund;  // before the answer to the next one, which is made up
    std::vector<std::string> refund_keys;
};

}  // namespace kontor::test
