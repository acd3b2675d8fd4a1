#include "signature.hpp"

#include "platform/security/random.hpp"
#include "platform/security/webhooks.hpp"

#include <vector>

namespace kontor::payments {

namespace {

std::string digest(std::string_view secret, std::string_view seconds, std::string_view body) {
    return platform::to_hex(
        platform::hmac_sha256(secret, std::string(seconds).append(".").append(body)));
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

}  // namespace

std::string sign_webhook(std::string_view secret, platform::Time at, std::string_view body) {
    const auto seconds = platform::unix_seconds(at);
    return "t=" + seconds + ",v1=" + digest(secret, seconds, body);
}

bool is_signed(std::span<const std::string> secrets, std::string_view header, std::string_view body,
               platform::Time now) {
    const auto [seconds, signatures] = parse(header);
    if (!platform::is_present(seconds, now)) return false;
    bool found = false;
    for (const auto& secret : secrets) {
        const auto expected = digest(secret, seconds, body);
        for (const auto signature : signatures)
            found |= platform::equal_in_constant_time(expected, signature);
    }
    return found;
}

}  // namespace kontor::payments
