#include "passwords/password_rules.hpp"

#include "passwords/common_passwords.hpp"
#include "platform/core/constrained.hpp"

#include <algorithm>
#include <string>

namespace kontor::auth {
namespace {

// "password2024!" is no better than "password".
constexpr std::size_t longest_decoration = 5;

platform::Error unfit(std::string_view what, std::string message) {
    return {platform::ErrorKind::invalid,
            "auth.password_" + std::string(what),
            message,
            {{"/password", std::string(what), message}}};
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_letter(char letter) {
    return letter >= 'a' && letter <= 'z';
}

char without_disguise(char letter) {
    constexpr std::string_view look_alikes = "0134578@$!";
    constexpr std::string_view letters = "oleastbasi";
    const auto place = look_alikes.find(letter);
    return place == std::string_view::npos ? letter : letters[place];
}

std::string_view without_decoration(std::string_view text) {
    for (std::size_t i = 0; i < longest_decoration && !text.empty() && !is_letter(text.back()); ++i)
        text.remove_suffix(1);
    for (std::size_t i = 0; i < longest_decoration && !text.empty() && !is_letter(text.front());
         ++i)
        text.remove_prefix(1);
    return text;
}

bool is_common_in_disguise(std::string text) {
    std::ranges::transform(text, text.begin(), without_disguise);
    return is_common_word(text);
}

// "aaaaaaaa", "abcabcabc", "passwordpassword".
bool is_repeated_piece(std::string_view text) {
    for (std::size_t piece = 1; piece <= text.size() / 2; ++piece) {
        const bool fits =
            text.size() % piece == 0 && text.substr(piece) == text.substr(0, text.size() - piece);
        if (fits && (piece <= 4 || is_common_password(text.substr(0, piece)))) return true;
    }
    return false;
}

// A shorter name is part of too much else.
constexpr std::size_t shortest_name = 4;

// In lower case, without what words are parted by.
std::string run_together(std::string_view text) {
    std::string letters;
    for (const char letter : text)
        if (std::string_view(" \t-_.,&'").find(letter) == std::string_view::npos)
            letters += lower(letter);
    return letters;
}

// Without accents, too; of other than Latin letters nothing is left.
std::string plain_letters(std::string_view text) {
    auto letters = platform::SlugRule::from_title(text);
    std::erase(letters, '-');
    return letters;
}

bool has_name(const std::string& text, const std::string& name) {
    return name.size() >= shortest_name && text.find(name) != std::string::npos;
}

bool names(std::string_view password, std::string_view shop_name) {
    return has_name(run_together(password), run_together(shop_name)) ||
           has_name(plain_letters(password), plain_letters(shop_name));
}

}  // namespace

platform::Result<> check_password(std::string_view password, std::size_t min_length,
                                  std::string_view shop_name) {
    if (password.size() > longest_password)
        return unfit("too_long", "The password must not have more than " +
                                     std::to_string(longest_password) + " bytes.");
    if (platform::count_characters(password) < min_length)
        return unfit("too_short", "The password must have at least " + std::to_string(min_length) +
                                      " characters. Several words make a good one.");
    if (is_common_password(password))
        return unfit("too_common",
                     "This password is among the first that anybody would try. Choose another.");
    if (names(password, shop_name))
        return unfit("names_shop",
                     "The password must not contain the name of the shop. Choose another.");
    return {};
}

bool is_common_password(std::string_view password) {
    std::string text(password);
    std::ranges::transform(text, text.begin(), lower);
    const auto bare = std::string(without_decoration(text));
    return is_found_often(text) || is_common_word(text) || is_common_run(text) ||
           is_repeated_piece(text) || is_common_in_disguise(text) || is_common_word(bare) ||
           is_common_in_disguise(bare) || (bare.size() >= 4 && is_common_run(bare));
}

}  // namespace kontor::auth
