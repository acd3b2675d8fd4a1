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

    // The token shown, if any.
    std::optional<std::string> guest() const {
        if (guest_token_hash.empty()) return std::nullopt;
        return guest_token_hash;
    }

    // Whether what belongs to the owner may be seen and changed by this shopper.
    bool stands_for(const Shopper& owner) const {
        if (owner.customer && customer == owner.customer) return true;
        return owner.guest() && guest() == owner.guest();
    }
};
BOOST_DESCRIBE_STRUCT(Shopper, (), (customer, guest_token_hash))

}  // namespace kontor::auth
