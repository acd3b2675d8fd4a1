#include "addresses.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace kontor::catalog {

namespace {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
}

constexpr bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

// What browsers read as a number of IPv4, in a part of it too: 127.1, 0x7f000001, 2130706433.
bool is_number(std::string_view label) {
    return label.starts_with("0x") || std::ranges::all_of(label, is_digit);
}

// RFC 6761, 6762, 8375, and what names inside a cloud end with.
bool is_inside(std::string_view label) {
    constexpr std::array names{"localhost", "local", "internal", "arpa"};
    return std::ranges::find(names, label) != names.end();
}

bool is_public_name(std::string_view host) {
    const auto is_plain = [](char letter) {
        return is_digit(letter) || (letter >= 'a' && letter <= 'z') || letter == '-' ||
               letter == '_' || letter == '.';
    };
    if (host.ends_with('.')) host.remove_suffix(1);
    const auto dot = host.rfind('.');
    if (dot == host.npos || !std::ranges::all_of(host, is_plain)) return false;
    const auto last = host.substr(dot + 1);
    return !last.empty() && !is_number(last) && !is_inside(last);
}

bool names_public_host(std::string_view authority) {
    const auto colon = authority.find(':');
    if (colon != authority.npos && !is_port(authority.substr(colon + 1))) return false;
    std::string host(authority.substr(0, colon));
    std::ranges::transform(host, host.begin(), lower);
    return is_public_name(host);
}

// What follows a scheme of the web; nothing where there is none.
std::string_view without_scheme(std::string_view text) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (std::ranges::equal(text.substr(0, scheme.size()), scheme, {}, lower))
            return text.substr(scheme.size());
    return {};
}

}  // namespace

bool is_address(std::string_view text) {
    const bool has_strange_letters = std::ranges::any_of(text, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7F;
    });
    if (has_strange_letters) return false;
    if (text.starts_with('/')) return !text.starts_with("//");
    const auto rest = without_scheme(text);
    return names_public_host(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace kontor::catalog
