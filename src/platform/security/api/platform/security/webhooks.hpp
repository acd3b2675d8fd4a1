// Signatures of Standard Webhooks (standardwebhooks.com), of requests in both directions.
#pragma once

#include "platform/core/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kontor::platform {

// The key in "whsec_" and its base64; nothing for any other text.
std::optional<std::string> webhook_key(std::string_view secret);

// As the header webhook-timestamp has it.
std::string unix_seconds(Time at);
// Whether the text is a time of at most five minutes from now, in either direction.
bool is_present(std::string_view unix_seconds, Time now);

// As the header webhook-signature has it: "v1,<base64 of HMAC-SHA-256 over id.timestamp.body>".
std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body);

// Whether one of the signatures, separated by blanks, was made with one of the keys, at present.
bool is_signed_webhook(std::span<const std::string> keys, std::string_view id,
                       std::string_view timestamp, std::string_view signatures,
                       std::string_view body, Time now);

}  // namespace kontor::platform
