#include "states.hpp"

#include "platform/core/transition.hpp"

#include <algorithm>
#include <array>

namespace kontor::orders {

std::span<const Status> allowed_after(Status from) {
    static constexpr std::array from_draft{Status::pending};
    static constexpr std::array from_pending{Status::placed, Status::expired, Status::cancelled};
    static constexpr std::array from_placed{Status::completed, Status::cancelled};
    static constexpr std::array from_completed{Status::archived};
    switch (from) {
        case Status::draft:
            return from_draft;
        case Status::pending:
            return from_pending;
        case Status::placed:
            return from_placed;
        case Status::completed:
            return from_completed;
        case Status::archived:
        case Status::cancelled:
        case Status::expired:
            return {};
    }
    return {};
}

bool stands(Status status) {
    return status == Status::placed || status == Status::completed || status == Status::archived;
}

platform::Result<> check_transition(Status from, Status to) {
    return platform::check_transition("An order", from, to, allowed_after(from));
}

PaymentState payment_state(const MoneySums& sums, bool cancelled) {
    const auto kept = sums.captured - sums.refunded;
    if (cancelled && sums.captured > 0 && kept <= 0) return PaymentState::voided;
    if (sums.refunded > 0)
        return kept <= 0 ? PaymentState::refunded : PaymentState::partially_refunded;
    if (sums.captured == 0) {
        if (sums.total == 0 && !cancelled) return PaymentState::paid;
        return sums.authorized == 0 ? PaymentState::none : PaymentState::authorized;
    }
    if (kept > sums.total) return PaymentState::overcharged;
    return kept == sums.total ? PaymentState::paid : PaymentState::partially_paid;
}

FulfilmentState fulfilment_state(std::span<const ItemProgress> items) {
    const auto every = [&](auto predicate) { return std::ranges::all_of(items, predicate); };
    const auto waits = [](const ItemProgress& item) {
        return item.order_waits && item.shipped < item.quantity;
    };
    if (std::ranges::any_of(items, waits)) return FulfilmentState::backorder;
    if (!has_left(items)) return FulfilmentState::unfulfilled;
    if (every([](const ItemProgress& item) { return item.delivered == item.quantity; }))
        return FulfilmentState::delivered;
    if (every([](const ItemProgress& item) { return item.shipped == item.quantity; }))
        return FulfilmentState::shipped;
    return FulfilmentState::partial;
}

bool has_left(std::span<const ItemProgress> items) {
    return std::ranges::any_of(items, [](const ItemProgress& item) { return item.shipped > 0; });
}

bool may_be_untouched(FulfilmentState state) {
    return state == FulfilmentState::unfulfilled || state == FulfilmentState::backorder;
}

bool is_all_back(std::span<const ItemProgress> items) {
    return std::ranges::all_of(
        items, [](const ItemProgress& item) { return item.returned == item.quantity; });
}

}  // namespace kontor::orders
