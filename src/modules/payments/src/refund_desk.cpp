#include "refund_desk.hpp"

#include "payments/module.hpp"
#include "platform/core/transition.hpp"
#include "refunds.hpp"

#include <array>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_refund() {
    return {ErrorKind::not_found, "payments.no_such_refund", "There is no such refund."};
}

Result<> check_pending_after(RefundStatus from) {
    constexpr std::array from_pending{RefundStatus::settled, RefundStatus::failed};
    constexpr std::array from_failed{RefundStatus::pending};
    std::span<const RefundStatus> allowed;
    if (from == RefundStatus::pending) allowed = from_pending;
    if (from == RefundStatus::failed) allowed = from_failed;
    return platform::check_transition("A refund", from, RefundStatus::pending, allowed);
}

// What of its payment is left to be given back is no less than the refund.
Result<> check_left(Tx& tx, const PaymentRow& payment, const RefundRow& refund) {
    std::int64_t left = 0;
    for (const auto& from : refundable({payment}, store::promised_back(tx, payment.order_id)))
        left += from.left();
    if (refund.amount > left) return exceeds_captured({left, payment.currency});
    return {};
}

}  // namespace

std::vector<RefundRecord> RefundDeskService::list(const RefundFilter& filter) {
    return database_.read([&](Reader& reader) { return store::refund_page(reader, filter); });
}

Result<RefundRecord> RefundDeskService::refund(const RefundId& id) {
    auto found = database_.read([&](Reader& reader) { return store::refund_record(reader, id); });
    if (!found) return no_such_refund();
    return *std::move(found);
}

Result<RefundRecord> RefundDeskService::retry(const RefundId& id) {
    const auto retried = database_.transact([&](Tx& tx) -> Result<> {
        const auto known = store::refund(tx, id);
        if (!known) return no_such_refund();
        const auto payment = store::payment_for_update(tx, known->payment_id).value();
        const auto refund = store::refund(tx, id).value();
        if (refund.status == RefundStatus::pending) return {};
        if (const auto legal = check_pending_after(refund.status); !legal) return legal.error();
        if (const auto checked = check_left(tx, payment, refund); !checked) return checked.error();
        store::retry_refund(tx, id, clock_.now());
        return {};
    });
    if (!retried) return retried.error();
    return refund(id);
}

std::unique_ptr<RefundDesk> make_refund_desk(platform::Database& database,
                                             const platform::Clock& clock) {
    return std::make_unique<RefundDeskService>(database, clock);
}

}  // namespace kontor::payments
