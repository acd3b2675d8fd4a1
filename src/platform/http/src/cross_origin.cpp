#include "cross_origin.hpp"

#include "text.hpp"

#include <algorithm>

namespace kontor::platform::http {
namespace {

constexpr auto taken_headers =
    "Authorization, Content-Type, Accept-Language, Guest-Token, Idempotency-Key, If-Match, "
    "If-None-Match, Publishable-Key, X-Request-Id, traceparent";
constexpr auto shown_headers =
    "Content-Disposition, Content-Language, ETag, Idempotent-Replayed, Location, "
    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id";
constexpr auto seconds_to_remember = "600";

}  // namespace

bool OriginRule::normalise(const std::string& text) {
    std::string_view host = text;
    for (const std::string_view scheme : {"http://", "https://"})
        if (text.starts_with(scheme)) host = std::string_view(text).substr(scheme.size());
    const bool is_lower = std::ranges::equal(text, text, {}, lower);
    return host.size() != text.size() && is_host(host) && is_lower;
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
