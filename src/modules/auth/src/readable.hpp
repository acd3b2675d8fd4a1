#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace kontor::auth {

// What can be shown to people, and kept in logs, of a text that a stranger has chosen.
inline std::string readable(std::string_view text, std::size_t longest) {
    std::string shown(text.substr(0, longest));
    std::ranges::replace_if(shown, [](char letter) { return letter < ' ' || letter > '~'; }, '?');
    return shown;
}

}  // namespace kontor::auth
