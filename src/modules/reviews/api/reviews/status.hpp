#pragma once

#include "platform/core/describe.hpp"

namespace kontor::reviews {

enum class Status { unread, accepted, rejected };

// Unread is called "new", which C++ keeps for itself: hence by hand what BOOST_DESCRIBE_ENUM does.
inline auto boost_enum_descriptor_fn(Status**) {
    struct Unread {
        static constexpr auto value() noexcept { return Status::unread; }
        static constexpr auto name() noexcept { return "new"; }
    };
    struct Accepted {
        static constexpr auto value() noexcept { return Status::accepted; }
        static constexpr auto name() noexcept { return "accepted"; }
    };
    struct Rejected {
        static constexpr auto value() noexcept { return Status::rejected; }
        static constexpr auto name() noexcept { return "rejected"; }
    };
    return boost::describe::detail::enum_descriptor_fn_impl(0, Unread{}, Accepted{}, Rejected{});
}

}  // namespace kontor::reviews
