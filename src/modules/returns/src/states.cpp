#include "states.hpp"

#include "platform/core/transition.hpp"

#include <array>

namespace kontor::returns {

std::span<const Status> allowed_after(Status from) {
    static constexpr std::array from_requested{Status::approved, Status::rejected,
                                               Status::cancelled};
    static constexpr std::array from_approved{Status::partially_received, Status::received,
                                              Status::rejected, Status::cancelled};
    static constexpr std::array from_partially_received{Status::partially_received,
                                                        Status::received, Status::refunded};
    static constexpr std::array from_received{Status::refunded};
    switch (from) {
        case Status::requested:
            return from_requested;
        case Status::approved:
            return from_approved;
        case Status::partially_received:
            return from_partially_received;
        case Status::received:
            return from_received;
        case Status::refunded:
        case Status::rejected:
        case Status::cancelled:
            return {};
    }
    return {};
}

platform::Result<> check_transition(Status from, Status to) {
    return platform::check_transition("A return", from, to, allowed_after(from));
}

}  // namespace kontor::returns
