#pragma once

#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kontor::notifications {

// Nothing for text that is not whsec_ and the base64 of 24 to 64 bytes.
std::optional<std::string> webhook_key(std::string_view secret);

// The header webhook-signature of Standard Webhooks: v1,<base64 of the HMAC-SHA-256>.
std::string webhook_signature(const std::string& key, std::string_view id, platform::Time at,
                              std::string_view body);

std::string unix_seconds(platform::Time at);

}  // namespace kontor::notifications
