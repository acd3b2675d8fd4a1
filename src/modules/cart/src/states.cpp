#include "states.hpp"

#include "platform/core/transition.hpp"

#include <array>

namespace kontor::cart {

std::span<const CartStatus> allowed_after(CartStatus from) {
    static constexpr std::array from_active{CartStatus::completing, CartStatus::merged,
                                            CartStatus::abandoned};
    static constexpr std::array from_completing{CartStatus::active, CartStatus::completed};
    switch (from) {
        case CartStatus::active:
            return from_active;
        case CartStatus::completing:
            return from_completing;
        case CartStatus::completed:
        case CartStatus::merged:
        case CartStatus::abandoned:
            return {};
    }
    return {};
}

platform::Result<> check_transition(CartStatus from, CartStatus to) {
    return platform::check_transition("A cart", from, to, allowed_after(from));
}

}  // namespace kontor::cart
