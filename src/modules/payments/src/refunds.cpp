#include "platform/telemetry/log.hpp"
#include "service.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Reader;
using platform::Tx;

namespace {

std::chrono::seconds pause_after(int attempts) {
    constexpr std::chrono::seconds longest = std::chrono::hours(1);
    return std::min(std::chrono::seconds(10) * (1 << std::min(attempts, 10)), longest);
}

}  // namespace

void Service::give_back(const orders::OrderId& order, const std::string& reason) {
    database_.transact([&](Tx& tx) { settlement_.give_back(tx, order, reason); });
    for (const auto& refund :
         database_.read([&](Reader& reader) { return store::pending_refunds_of(reader, order); }))
        send(refund);
}

void Service::send(const RefundRow& refund) {
    const auto payment = database_.read(
        [&](Reader& reader) { return store::payment(reader, refund.payment_id).value(); });
    auto* provider = find_provider(payment.provider);
    if (!provider) return;

    auto tried = refund;
    ++tried.attempts;
    tried.next_attempt_at = clock_.now() + pause_after(tried.attempts);
    database_.transact([&](Tx& tx) { store::count_refund_attempt(tx, tried); });
    finish(tried, provider->refund(charge_key(payment), refund.id.text(),
                                   {refund.amount, refund.currency}));
}

void Service::finish(const RefundRow& refund, RefundOutcome outcome) {
    if (outcome == RefundOutcome::unknown) return;
    database_.transact([&](Tx& tx) {
        auto payment = store::payment_for_update(tx, refund.payment_id).value();
        auto current = store::refund(tx, refund.id).value();
        if (current.status != RefundStatus::pending) return;
        if (outcome == RefundOutcome::settled)
            return settlement_.settle_refund(tx, payment, current);
        store::set_refund_status(tx, refund.id, RefundStatus::failed);
        tx.after_commit([id = refund.id.text()] {
            platform::log::error("a provider refuses a refund for good", {{"refund", id}});
        });
    });
}

}  // namespace kontor::payments
