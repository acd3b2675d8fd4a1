#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::auth {

// A key that access tokens are signed with.
struct SigningKeyState {
    std::string id;  // kid
    platform::Time created_at;
    platform::Time signs_from;
    std::optional<platform::Time> verifies_until{};  // when no token of it is good any more
};
BOOST_DESCRIBE_STRUCT(SigningKeyState, (), (id, created_at, signs_from, verifies_until))

// Thread-safe. Sessions outlive keys: they go on by refresh tokens, which no key signs.
class SigningKeys {
public:
    virtual ~SigningKeys() = default;

    // The newest first.
    virtual std::vector<SigningKeyState> keys() = 0;
    // A new key, which every process verifies with from now on and signs with a minute from now;
    // the one before is good as long as its tokens. Nobody is logged out.
    virtual SigningKeyState rotate() = 0;
};

}  // namespace kontor::auth
