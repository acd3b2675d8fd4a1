// JSON Web Signatures (RFC 7515) in compact form, by Ed25519 (RFC 8037) and nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform {

struct Jws {
    std::string header;
    std::string payload;
    std::string signature;
    std::string signed_text;
};

// Nothing unless the text is three parts of canonical base64url.
std::optional<Jws> parse_jws(std::string_view text);

bool is_signed_by(const Jws& jws, const std::string& public_key);

std::string sign_jws(std::string_view header, std::string_view payload,
                     const std::string& secret_key);

}  // namespace kontor::platform
