#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"

#include <string_view>

namespace kontor::auth {

using SigningKeyId = platform::Id<"skey">;

// Every process reads the keys again.
struct SigningKeyAdded {
    static constexpr std::string_view name = "auth.signing_key_added.v1";
    SigningKeyId key;
    platform::Time signs_from;
};
BOOST_DESCRIBE_STRUCT(SigningKeyAdded, (), (key, signs_from))

}  // namespace kontor::auth
