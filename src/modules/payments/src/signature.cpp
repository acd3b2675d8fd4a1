#include "signature.hpp"

#include "platform/security/random.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <vector>

namespace kontor::payments {

namespace {

constexpr std::int64_t tolerance_seconds = 300;

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        hex += digits[value >> 4];
        hex += digits[value & 15];
    }
    return hex;
}

std::int64_t unix_seconds(platform::Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::string digest(std::string_view secret, std::string_view seconds, std::string_view body) {
    return to_hex(platform::hmac_sha256(secret, std::string(seconds).append(".").append(body)));
}

struct Header {
    std::string_view seconds;
    std::vector<std::string_view> signatures;
};

Header parse(std::string_view header) {
    Header parsed;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const auto part = header.substr(0, comma);
        header.remove_prefix(comma == header.npos ? header.size() : comma + 1);
        if (part.starts_with("t=")) parsed.seconds = part.substr(2);
        if (part.starts_with("v1=")) parsed.signatures.push_back(part.substr(3));
    }
    return parsed;
}

bool is_recent(std::string_view seconds, platform::Time now) {
    std::int64_t at = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), at);
    if (error != std::errc{} || end != seconds.data() + seconds.size()) return false;
    const auto present = unix_seconds(now);
    return at >= present - tolerance_seconds && at <= present + tolerance_seconds;
}

}  // namespace

std::string sign_webhook(std::string_view secret, platform::Time at, std::string_view body) {
    const auto seconds = std::to_string(unix_seconds(at));
    return "t=" + seconds + ",v1=" + digest(secret, seconds, body);
}

bool is_signed(std::span<const std::string> secrets, std::string_view header, std::string_view body,
               platform::Time now) {
    const auto [seconds, signatures] = parse(header);
    if (!is_recent(seconds, now)) return false;
    bool found = false;
    for (const auto& secret : secrets) {
        const auto expected = digest(secret, seconds, body);
        for (const auto signature : signatures)
            found |= platform::equal_in_constant_time(expected, signature);
    }
    return found;
}

}  // namespace kontor::payments
