#include "service.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Commit;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

std::chrono::seconds pause_after(int attempts) {
    constexpr std::chrono::seconds longest = std::chrono::hours(1);
    return std::min(std::chrono::seconds(10) * (1 << std::min(attempts, 10)), longest);
}

// What was refused under one key would be refused under it for ever.
std::string key_of(const RefundRow& refund) {
    const auto name = refund.id.text();
    return refund.retried == 0 ? name : name + ":" + std::to_string(refund.retried);
}

std::vector<Refund> to_refunds(const orders::OrderId& order, const std::vector<RefundRow>& rows) {
    std::vector<Refund> refunds;
    for (const auto& row : rows)
        refunds.push_back({row.id,
                           row.payment_id,
                           order,
                           {row.amount, row.currency},
                           row.reason,
                           row.status,
                           row.created_at,
                           row.cause,
                           row.credited_to.has_value()});
    return refunds;
}

}  // namespace

void Service::give_back(const orders::OrderId& order, const std::string& reason) {
    database_.transact([&](Tx& tx) { settlement_.give_back(tx, order, reason); });
    give_up(order);
    send_refunds(order);
}

Result<std::vector<Refund>> Service::refund(const RefundRequest& request) {
    const auto promised = promise_refund(request);
    if (!promised) return promised.error();
    send_refunds(request.order);
    auto refunds = refunds_of(request.order);
    std::erase_if(refunds, [&](const Refund& refund) { return refund.cause != request.cause; });
    return refunds;
}

Result<std::vector<Refund>> Service::promise_refund(const RefundRequest& request) {
    const auto promise = [&](Tx& tx) -> Result<std::vector<Refund>> {
        const auto promised = settlement_.promise(tx, request);
        if (!promised) return promised.error();
        return to_refunds(request.order, *promised);
    };
    return database_.transact(promise, Commit::at_once);
}

void Service::send_refunds(const orders::OrderId& order) {
    for (const auto& refund :
         database_.read([&](Reader& reader) { return store::pending_refunds_of(reader, order); }))
        send(refund);
}

std::vector<Refund> Service::refunds_of(const orders::OrderId& order) {
    return to_refunds(
        order, database_.read([&](Reader& reader) { return store::refunds_of(reader, order); }));
}

std::vector<Refund> Service::refunds_at(const orders::OrderId& order, platform::Time at) {
    return to_refunds(order, database_.read([&](Reader& reader) {
        return store::refunds_of(reader, order, at);
    }));
}

void Service::send(const RefundRow& refund) {
    const auto payment = database_.read(
        [&](Reader& reader) { return store::payment(reader, refund.payment_id).value(); });
    auto* provider = find_provider(payment.provider);
    if (!provider) return;

    auto tried = refund;
    ++tried.attempts;
    tried.next_attempt_at = clock_.now() + pause_after(tried.attempts);
    database_.transact([&](Tx& tx) { store::count_refund_attempt(tx, tried); }, Commit::at_once);
    finish(tried,
           provider->refund(to_charge(payment), key_of(refund), {refund.amount, refund.currency}));
}

// The refund may have failed and been sent once more while this answer was on its way: a refusal is
// then of no meaning, but money that moved has moved.
void Service::finish(const RefundRow& refund, RefundOutcome outcome) {
    if (outcome == RefundOutcome::unknown) return;
    database_.transact([&](Tx& tx) {
        auto payment = store::payment_for_update(tx, refund.payment_id).value();
        const auto current = store::refund(tx, refund.id).value();
        if (outcome == RefundOutcome::settled) {
            if (current.status != RefundStatus::settled)
                settlement_.settle_refund(tx, payment, current);
            return;
        }
        if (current.status == RefundStatus::pending && current.retried == refund.retried)
            settlement_.refuse_refund(tx, payment, current);
    });
}

}  // namespace kontor::payments
