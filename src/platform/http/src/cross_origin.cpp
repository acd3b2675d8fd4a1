#include "cross_origin.hpp"

#include "text.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace kontor::platform::http {
namespace {

constexpr auto taken_headers =
    "Authorization, Content-Type, Accept-Language, Guest-Token, Idempotency-Key, If-Match, "
    "If-None-Match, Publishable-Key, X-Request-Id, traceparent";
constexpr auto shown_headers =
    "Content-Disposition, Content-Language, ETag, Idempotent-Replayed, Location, "
    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id";
constexpr auto seconds_to_remember = "600";

// As a browser writes it, which leaves out the scheme's own.
bool is_written_port(std::string_view port, int own) {
    int number = 0;
    const auto* const end = port.data() + port.size();
    const auto read = std::from_chars(port.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && port.front() != '0' && number > 0 &&
           number <= 65'535 && number != own;
}

bool is_written_host(std::string_view host, int own_port) {
    const auto bracket = host.rfind(']');
    const auto colon = host.find(':', bracket == host.npos ? 0 : bracket);
    if (!is_host(host.substr(0, colon))) return false;
    return colon == host.npos || is_written_port(host.substr(colon + 1), own_port);
}

}  // namespace

bool OriginRule::normalise(const std::string& text) {
    constexpr std::string_view plain = "http://";
    constexpr std::string_view secure = "https://";
    if (!std::ranges::equal(text, text, {}, lower)) return false;
    if (text.starts_with(secure)) return is_written_host(text.substr(secure.size()), 443);
    return text.starts_with(plain) && is_written_host(text.substr(plain.size()), 80);
}

bool CrossOrigin::allows(std::string_view origin) const {
    return std::ranges::any_of(allowed_,
                               [&](const auto& allowed) { return allowed.value() == origin; });
}

void CrossOrigin::append_lines(std::string& head, std::string_view origin) const {
    if (allowed_.empty()) return;
    head.append("Vary: Origin\r\n");
    if (origin.empty() || !allows(origin)) return;
    head.append("Access-Control-Allow-Origin: ").append(origin).append("\r\n");
    head.append("Access-Control-Expose-Headers: ").append(shown_headers).append("\r\n");
}

void CrossOrigin::permit(Headers& headers, std::string_view origin,
                         const std::string& methods) const {
    if (!allows(origin)) return;
    headers.emplace_back("Access-Control-Allow-Methods", methods);
    headers.emplace_back("Access-Control-Allow-Headers", taken_headers);
    headers.emplace_back("Access-Control-Max-Age", seconds_to_remember);
}

}  // namespace kontor::platform::http
