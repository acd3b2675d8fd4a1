// Signatures of Standard Webhooks (standardwebhooks.com), of requests in both directions.
#pragma once

#include "platform/core/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kontor::shipping {

// "whsec_" and the base64 of a key; anything else is the key itself.
std::string key_of(std::string_view secret);

// As the header webhook-signature has it: "v1,<base64 of HMAC-SHA-256 over id.timestamp.body>".
std::string sign(std::string_view secret, std::string_view id, std::string_view timestamp,
                 std::string_view body);

// Whether one of the signatures, separated by blanks, was made with one of the secrets, for a time
// at most five minutes from now in either direction.
bool is_signed(std::span<const std::string> secrets, std::string_view id,
               std::string_view timestamp, std::string_view signatures, std::string_view body,
               platform::Time now);

std::string unix_time(platform::Time time);

// Standard alphabet, padded.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace kontor::shipping
