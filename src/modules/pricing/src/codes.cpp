#include "codes.hpp"

#include "platform/security/random.hpp"

#include <algorithm>

namespace kontor::pricing {

namespace {

constexpr std::size_t longest_code = 64;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What follows a plus in the local part is the owner's to choose: it makes nobody another.
std::string normalised_email(std::string_view email) {
    auto text = normalised(email);
    const auto at = text.rfind('@');
    const auto plus = text.find('+');
    if (at != std::string::npos && plus < at && plus > 0) text.erase(plus, at - plus);
    return text;
}

}  // namespace

std::string normalised(std::string_view text) {
    std::string result(trimmed(text));
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

bool is_coupon_code(std::string_view code) {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !code.empty() && code.size() <= longest_code && std::ranges::all_of(code, fits);
}

std::string key_of(const auth::UserId& customer) {
    return customer.text();
}

std::string key_of(const std::string& email, const std::string& secret) {
    if (email.empty()) return {};
    return "mail_" + platform::to_base64url(platform::hmac_sha256(secret, normalised_email(email)));
}

}  // namespace kontor::pricing
