// ASCII, as the grammar of HTTP is.
#pragma once

#include <algorithm>
#include <string_view>

namespace kontor::platform::http {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
}

constexpr bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

constexpr bool is_letter_or_digit(char letter) {
    return is_digit(letter) || (lower(letter) >= 'a' && lower(letter) <= 'z');
}

constexpr bool is_visible(char letter) {
    return letter > ' ' && letter < '\x7f';
}

// A host, and maybe a port, as Host and a target name it; nobody's name before it.
constexpr bool is_host(std::string_view text) {
    constexpr std::string_view punctuation = ".-_:[]";
    return !text.empty() && std::ranges::all_of(text, [&](char letter) {
        return is_letter_or_digit(letter) || punctuation.find(letter) != punctuation.npos;
    });
}

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

// Without the spaces and tabs around it.
constexpr std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace kontor::platform::http
