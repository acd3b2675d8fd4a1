#include "platform/security/webhooks.hpp"

#include "platform/security/random.hpp"

#include <charconv>

namespace kontor::platform {
namespace {

constexpr std::int64_t tolerance_seconds = 300;
constexpr std::size_t shortest_key = 24;

std::int64_t seconds_of(Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

}  // namespace

std::optional<std::string> webhook_key(std::string_view secret) {
    constexpr std::string_view prefix = "whsec_";
    if (!secret.starts_with(prefix)) return std::nullopt;
    std::string text(secret.substr(prefix.size()));
    // Some tools leave the padding out.
    while (text.size() % 4 != 0) text.push_back('=');
    std::string key;
    if (!from_base64(text, key) || key.size() < shortest_key) return std::nullopt;
    return key;
}

std::string unix_seconds(Time at) {
    return std::to_string(seconds_of(at));
}

bool is_present(std::string_view unix_seconds, Time now) {
    std::int64_t at = 0;
    const auto* end = unix_seconds.data() + unix_seconds.size();
    const auto [last, error] = std::from_chars(unix_seconds.data(), end, at);
    if (error != std::errc{} || last != end) return false;
    const auto present = seconds_of(now);
    return at >= present - tolerance_seconds && at <= present + tolerance_seconds;
}

std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body) {
    std::string content(id);
    content.append(".").append(timestamp).append(".").append(body);
    return "v1," + to_base64(hmac_sha256(key, content));
}

bool is_signed_webhook(std::span<const std::string> keys, std::string_view id,
                       std::string_view timestamp, std::string_view signatures,
                       std::string_view body, Time now) {
    if (!is_present(timestamp, now)) return false;
    bool found = false;
    for (const auto& key : keys) {
        const auto expected = webhook_signature(key, id, timestamp, body);
        for (auto rest = signatures; !rest.empty();) {
            const auto blank = rest.find(' ');
            found |= equal_in_constant_time(expected, rest.substr(0, blank));
            rest.remove_prefix(blank == rest.npos ? rest.size() : blank + 1);
        }
    }
    return found;
}

}  // namespace kontor::platform
