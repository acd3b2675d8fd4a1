#pragma once

#include "provider.hpp"

#include <chrono>
#include <memory>
#include <mutex>

namespace kontor::payments {

struct Limits {
    std::int64_t calls_at_one_time = 16;
    std::int64_t failures_to_open = 5;  // consecutive
    std::chrono::seconds open_for{10};
};

// Keeps a provider that is in trouble from taking the shop's threads: no more than so many calls at
// one time, and none for a while after too many had no answer; then one, to see. How long a call
// may take is the provider's own deadline. What is not tried is refused where that is known to
// charge nothing, and else is as unknown as before.
class GuardedProvider final : public Provider {
public:
    GuardedProvider(std::string name, std::unique_ptr<Provider> provider,
                    const platform::Clock& clock, const Limits& limits)
        : name_(std::move(name)), provider_(std::move(provider)), clock_(clock), limits_(limits) {}

    platform::Result<> ready(const std::string& token) const override;
    platform::Result<Report> charge(const Charge& charge) override;
    Report capture(const Charge& charge) override;
    Report cancel(const Charge& charge) override;
    Report look_up(const Charge& charge) override;
    RefundOutcome refund(const Charge& charge, const std::string& refund_key,
                         const platform::Money& amount) override;
    platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                const std::string& body) override {
        return provider_->open_webhook(signature, body);
    }
    CaptureMode capture_mode() const override { return provider_->capture_mode(); }
    std::optional<ProviderState> state() const override;

private:
    class Call;

    Circuit circuit() const;
    // Under the lock.
    platform::Result<> admissible() const;
    platform::Result<> enter();
    void leave(bool had_answer);

    std::string name_;
    std::unique_ptr<Provider> provider_;
    const platform::Clock& clock_;
    Limits limits_;
    mutable std::mutex mutex_;
    std::int64_t in_flight_ = 0;
    std::int64_t consecutive_failures_ = 0;
    std::int64_t failed_ = 0;
    std::int64_t refused_ = 0;
    bool is_probing_ = false;
    platform::Time opened_at_{};
};

}  // namespace kontor::payments
