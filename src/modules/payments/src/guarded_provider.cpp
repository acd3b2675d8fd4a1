#include "guarded_provider.hpp"

#include "platform/telemetry/log.hpp"

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error busy() {
    return {ErrorKind::unavailable,
            "payments.provider_busy",
            "Too many payments are waiting for the payment provider. Nothing was charged: try "
            "again shortly.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

Error unavailable(std::chrono::seconds wait) {
    return {ErrorKind::unavailable,
            "payments.provider_unavailable",
            "The payment provider does not answer. Nothing was charged: try again later, or pay "
            "otherwise.",
            {},
            {{"retry_after", std::max<std::int64_t>(1, wait.count())}}};
}

bool is_answer(const Report& report) {
    return report.status != PaymentStatus::processing || !report.reference.empty();
}

}  // namespace

// A call that was let in, until its end. One that throws had no answer.
class GuardedProvider::Call {
public:
    explicit Call(GuardedProvider& guard) : guard_(guard), entered_(guard.enter()) {}
    ~Call() {
        if (entered_) guard_.leave(had_answer_);
    }
    Call(const Call&) = delete;

    const Result<>& entered() const { return entered_; }
    template <class T>
    T heard(T answer, bool is_answer) {
        had_answer_ = is_answer;
        return answer;
    }
    Report heard(Report report) { return heard(std::move(report), is_answer(report)); }

private:
    GuardedProvider& guard_;
    Result<> entered_;
    bool had_answer_ = false;
};

Circuit GuardedProvider::circuit() const {
    if (consecutive_failures_ < limits_.failures_to_open) return Circuit::closed;
    return clock_.now() < opened_at_ + limits_.open_for ? Circuit::open : Circuit::half_open;
}

Result<> GuardedProvider::admissible() const {
    const auto state = circuit();
    const auto wait =
        std::chrono::ceil<std::chrono::seconds>(opened_at_ + limits_.open_for - clock_.now());
    if (state == Circuit::open || (state == Circuit::half_open && is_probing_))
        return unavailable(wait);
    if (in_flight_ >= limits_.calls_at_one_time) return busy();
    return {};
}

Result<> GuardedProvider::enter() {
    const std::lock_guard lock(mutex_);
    if (auto admitted = admissible(); !admitted) {
        ++refused_;
        return admitted;
    }
    is_probing_ = circuit() == Circuit::half_open;
    ++in_flight_;
    return {};
}

void GuardedProvider::leave(bool had_answer) {
    const std::lock_guard lock(mutex_);
    --in_flight_;
    const auto before = circuit();
    if (had_answer) {
        consecutive_failures_ = 0;
        is_probing_ = false;
        return;
    }
    ++failed_;
    // A call that was let in before it opened says nothing new.
    if (before == Circuit::open) return;
    is_probing_ = false;
    ++consecutive_failures_;
    if (consecutive_failures_ < limits_.failures_to_open) return;
    opened_at_ = clock_.now();
    platform::log::warning("payment provider is left alone for a while", {{"provider", name_}});
}

Result<> GuardedProvider::ready(const std::string& token) const {
    if (auto fits = provider_->ready(token); !fits) return fits;
    const std::lock_guard lock(mutex_);
    return admissible();
}

Result<Report> GuardedProvider::charge(const Charge& charge) {
    Call call(*this);
    if (!call.entered()) return call.entered().error();
    auto report = provider_->charge(charge);
    const bool had_answer = report && is_answer(*report);
    return call.heard(std::move(report), had_answer);
}

Report GuardedProvider::capture(const Charge& charge) {
    Call call(*this);
    return call.entered() ? call.heard(provider_->capture(charge)) : Report{};
}

Report GuardedProvider::cancel(const Charge& charge) {
    Call call(*this);
    return call.entered() ? call.heard(provider_->cancel(charge)) : Report{};
}

Report GuardedProvider::look_up(const Charge& charge) {
    Call call(*this);
    return call.entered() ? call.heard(provider_->look_up(charge)) : Report{};
}

RefundOutcome GuardedProvider::refund(const Charge& charge, const std::string& refund_key,
                                      const platform::Money& amount) {
    Call call(*this);
    if (!call.entered()) return RefundOutcome::unknown;
    const auto outcome = provider_->refund(charge, refund_key, amount);
    return call.heard(outcome, outcome != RefundOutcome::unknown);
}

std::optional<ProviderState> GuardedProvider::state() const {
    const std::lock_guard lock(mutex_);
    return ProviderState{name_, circuit(), in_flight_, failed_, refused_};
}

}  // namespace kontor::payments
