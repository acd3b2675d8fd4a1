#include "oidc/addresses.hpp"

#include "auth/oidc_config.hpp"
#include "percent_encoding.hpp"

#include <algorithm>

namespace kontor::auth {

namespace {

constexpr std::size_t longest_address = 2000;
constexpr std::size_t longest_issuer = 500;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host(std::string_view host) {
    if (host == "[::1]") return true;
    return !host.empty() && std::ranges::all_of(host, [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '-';
    });
}

bool is_loopback(std::string_view host) {
    const bool is_ipv4 =
        host.starts_with("127.") && host.find_first_not_of(".0123456789") == std::string_view::npos;
    return is_ipv4 || host == "localhost" || host == "[::1]";
}

bool is_port(std::string_view port) {
    return !port.empty() && port.size() <= 5 &&
           port.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_path_and_query(std::string_view rest) {
    constexpr std::string_view never = "\"#<>\\^`{|}";
    if (!rest.empty() && rest.front() != '/' && rest.front() != '?') return false;
    return std::ranges::all_of(rest, [&](char c) {
        return c > ' ' && c <= '~' && never.find(c) == std::string_view::npos;
    });
}

}  // namespace

namespace oidc {

bool is_safe_address(std::string_view url) {
    const bool is_https = url.starts_with("https://");
    if (url.size() > longest_address || (!is_https && !url.starts_with("http://"))) return false;
    url.remove_prefix(url.find("//") + 2);
    const auto end = std::min(url.find_first_of("/?"), url.size());
    const auto authority = url.substr(0, end);
    const auto bracket = authority.rfind(']');
    const auto colon = authority.find(':', bracket == authority.npos ? 0 : bracket);
    const auto host = authority.substr(0, colon);
    if (colon != authority.npos && !is_port(authority.substr(colon + 1))) return false;
    return is_host(host) && (is_https || is_loopback(host)) && is_path_and_query(url.substr(end));
}

void add_parameter(std::string& query, std::string_view name, std::string_view value) {
    if (!query.empty() && !query.ends_with('?')) query += '&';
    query.append(name).append("=").append(percent_encoded(value));
}

}  // namespace oidc

bool IssuerUrlRule::normalise(const std::string& text) {
    return text.size() <= longest_issuer && text.find('?') == text.npos &&
           oidc::is_safe_address(text);
}

}  // namespace kontor::auth
