#include "signature.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <charconv>

namespace kontor::shipping {

namespace {

constexpr std::int64_t tolerance_seconds = 300;
constexpr std::string_view key_prefix = "whsec_";

std::int64_t seconds_of(platform::Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

bool is_near(std::string_view timestamp, platform::Time now) {
    std::int64_t at = 0;
    const auto end = timestamp.data() + timestamp.size();
    const auto [last, error] = std::from_chars(timestamp.data(), end, at);
    if (error != std::errc{} || last != end) return false;
    const auto present = seconds_of(now);
    return at >= present - tolerance_seconds && at <= present + tolerance_seconds;
}

}  // namespace

std::string unix_time(platform::Time time) {
    return std::to_string(seconds_of(time));
}

std::string to_base64(std::string_view bytes) {
    auto text = platform::to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string_view padded) {
    if (padded.size() % 4 != 0 || padded.find_first_of("-_") != padded.npos) return std::nullopt;
    std::string text(padded);
    for (int pad = 0; pad < 2 && text.ends_with('='); ++pad) text.pop_back();
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    std::string bytes;
    if (!platform::from_base64url(text, bytes)) return std::nullopt;
    return bytes;
}

std::string key_of(std::string_view secret) {
    if (secret.starts_with(key_prefix))
        if (auto key = from_base64(secret.substr(key_prefix.size()))) return *std::move(key);
    return std::string(secret);
}

std::string sign(std::string_view secret, std::string_view id, std::string_view timestamp,
                 std::string_view body) {
    std::string content(id);
    content.append(".").append(timestamp).append(".").append(body);
    return "v1," + to_base64(platform::hmac_sha256(key_of(secret), content));
}

bool is_signed(std::span<const std::string> secrets, std::string_view id,
               std::string_view timestamp, std::string_view signatures, std::string_view body,
               platform::Time now) {
    if (!is_near(timestamp, now)) return false;
    bool found = false;
    for (const auto& secret : secrets) {
        const auto expected = sign(secret, id, timestamp, body);
        for (auto rest = signatures; !rest.empty();) {
            const auto blank = rest.find(' ');
            found |= platform::equal_in_constant_time(expected, rest.substr(0, blank));
            rest.remove_prefix(blank == rest.npos ? rest.size() : blank + 1);
        }
    }
    return found;
}

}  // namespace kontor::shipping
