#include "api_keys/key_text.hpp"

#include "platform/security/random.hpp"

namespace kontor::auth {

namespace {

constexpr std::size_t random_bytes = 20;
constexpr std::size_t checksum_digits = 8;
constexpr std::size_t shown_digits = 4;

std::string checksum_of(std::string_view text) {
    return platform::sha256_hex(text).substr(0, checksum_digits);
}

}  // namespace

std::string_view prefix_of(ApiKeyKind kind) {
    return kind == ApiKeyKind::secret ? "sk_" : "pk_";
}

std::string new_key_text(ApiKeyKind kind) {
    std::string bytes;
    platform::from_base64url(platform::random_token(random_bytes), bytes);
    const auto text = std::string(prefix_of(kind)) + platform::to_hex(bytes);
    return text + checksum_of(text);
}

bool is_key_text(std::string_view text, ApiKeyKind kind) {
    if (text.size() != ApiKeys::length || !text.starts_with(prefix_of(kind))) return false;
    const auto checked = text.size() - checksum_digits;
    return text.substr(checked) == checksum_of(text.substr(0, checked));
}

std::string hint_of(std::string_view text) {
    return std::string(text.substr(0, text.find('_') + 1)) + "…" +
           std::string(text.substr(text.size() - shown_digits));
}

}  // namespace kontor::auth
