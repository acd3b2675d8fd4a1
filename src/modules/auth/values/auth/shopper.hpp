#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <optional>
#include <string>

namespace kontor::auth {

// Who shops: a customer, a guest with a token, or a customer who still holds a guest's token.
// Whatever a shopper owns is found by either; somebody else's object does not exist for them.
struct Shopper {
    std::optional<UserId> customer{};
    std::string guest_token_hash{};  // SHA-256 hex of the Guest-Token shown, or ""

    // The shopper behind a platform::http::Caller.
    template <class Caller>
    static Shopper of(const Caller& caller) {
        if (!caller.user) return {std::nullopt, caller.guest_token_hash};
        return {UserId(*caller.user), caller.guest_token_hash};
    }
};
BOOST_DESCRIBE_STRUCT(Shopper, (), (customer, guest_token_hash))

}  // namespace kontor::auth
