#pragma once

#include "auth/ids.hpp"
#include "platform/core/describe.hpp"

#include <string_view>

namespace kontor::auth {

// Was made or revoked. Every process reads the keys again.
struct ApiKeyChanged {
    static constexpr std::string_view name = "auth.api_key_changed.v1";
    ApiKeyId key;
};
BOOST_DESCRIBE_STRUCT(ApiKeyChanged, (), (key))

}  // namespace kontor::auth
