#include "states.hpp"

#include "platform/core/transition.hpp"

namespace kontor::reviews {

std::span<const Status> allowed_after(Status from) {
    static constexpr std::array from_unread{Status::accepted, Status::rejected};
    static constexpr std::array from_decided{Status::unread};
    return from == Status::unread ? std::span<const Status>(from_unread) : from_decided;
}

platform::Result<> check_transition(Status from, Status to) {
    return platform::check_transition("A review", from, to, allowed_after(from));
}

}  // namespace kontor::reviews
