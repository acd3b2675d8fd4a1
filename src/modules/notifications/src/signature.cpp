#include "signature.hpp"

#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::notifications {

namespace {

// The alphabets of base64 and base64url differ in two letters, and only one of them is padded.
std::string to_base64(std::string_view bytes) {
    auto text = platform::to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string text) {
    if (text.find_first_of("-_") != std::string::npos) return std::nullopt;
    while (text.ends_with('=')) text.pop_back();
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    std::string bytes;
    if (!platform::from_base64url(text, bytes)) return std::nullopt;
    return bytes;
}

}  // namespace

std::optional<std::string> webhook_key(std::string_view secret) {
    constexpr std::string_view prefix = "whsec_";
    if (!secret.starts_with(prefix)) return std::nullopt;
    auto key = from_base64(std::string(secret.substr(prefix.size())));
    if (!key || key->size() < 24 || key->size() > 64) return std::nullopt;
    return key;
}

std::string unix_seconds(platform::Time at) {
    return std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

std::string webhook_signature(const std::string& key, std::string_view id, platform::Time at,
                              std::string_view body) {
    std::string signed_text(id);
    signed_text.append(".").append(unix_seconds(at)).append(".").append(body);
    return "v1," + to_base64(platform::hmac_sha256(key, signed_text));
}

}  // namespace kontor::notifications
