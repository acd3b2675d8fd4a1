#pragma once

#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kontor::auth {

// One-time codes of six digits that change every half minute (RFC 6238, with SHA-1, as
// authenticator apps have it).
std::string totp(std::string_view key, std::int64_t step);
std::int64_t totp_step(platform::Time at);

// The step that the code is of: this one, or, since clocks differ, that before or after it. None
// up to last_step: a code is good once.
std::optional<std::int64_t> step_of_code(std::string_view key, std::string_view code,
                                         platform::Time now, std::int64_t last_step);

// RFC 4648, without padding: how people type a key.
std::string to_base32(std::string_view bytes);

// What an authenticator app makes of a QR code.
std::string provisioning_uri(std::string_view shop, std::string_view email, std::string_view key);

// A picture of the text as data:image/svg+xml, for the src of an image.
std::string qr_code(const std::string& text);

}  // namespace kontor::auth
