#include "states.hpp"

#include "platform/core/transition.hpp"

#include <array>

namespace kontor::checkout {

std::span<const CheckoutStatus> allowed_after(CheckoutStatus from) {
    using enum CheckoutStatus;
    static constexpr std::array from_open{completing, expired};
    static constexpr std::array from_completing{requires_action, processing, completed, open};
    static constexpr std::array from_requires_action{processing, completed, open};
    static constexpr std::array from_processing{requires_action, completed, open};
    switch (from) {
        case open:
            return from_open;
        case completing:
            return from_completing;
        case requires_action:
            return from_requires_action;
        case processing:
            return from_processing;
        case completed:
        case expired:
            return {};
    }
    return {};
}

platform::Result<> check_transition(CheckoutStatus from, CheckoutStatus to) {
    return platform::check_transition("A checkout", from, to, allowed_after(from));
}

platform::Result<> enter(CheckoutStatus& status, CheckoutStatus to) {
    if (status == to) return {};
    const auto legal = check_transition(status, to);
    if (legal) status = to;
    return legal;
}

}  // namespace kontor::checkout
