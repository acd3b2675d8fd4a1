#include "standard_headers.hpp"

namespace kontor::platform::http {

void set_default(Headers& headers, std::string_view name, std::string_view value) {
    if (!find_header(headers, name)) headers.emplace_back(name, value);
}

void set_standard_headers(Headers& headers) {
    set_default(headers, "Cache-Control", "no-store");
    set_default(headers, "X-Content-Type-Options", "nosniff");
    set_default(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    set_default(headers, "Referrer-Policy", "no-referrer");
}

void set_allowance(Headers& headers, const std::optional<Allowance>& allowance) {
    if (!allowance) return;
    headers.emplace_back("RateLimit-Limit", std::to_string(allowance->limit));
    headers.emplace_back("RateLimit-Remaining", std::to_string(allowance->remaining));
    headers.emplace_back("RateLimit-Reset", std::to_string(allowance->reset));
}

void append_allowance(std::string& head, const std::optional<Allowance>& allowance) {
    if (!allowance) return;
    head.append("RateLimit-Limit: ").append(std::to_string(allowance->limit));
    head.append("\r\nRateLimit-Remaining: ").append(std::to_string(allowance->remaining));
    head.append("\r\nRateLimit-Reset: ").append(std::to_string(allowance->reset));
    head.append("\r\n");
}

}  // namespace kontor::platform::http
