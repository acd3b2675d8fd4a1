#include "platform/core/line.hpp"

#include <algorithm>
#include <array>

namespace kontor::platform {

namespace {

// Also U+2028 and U+2029, which are line and paragraph separators.
constexpr std::array<std::string_view, 5> breaks{"\t", "\n", "\r", "\xE2\x80\xA8", "\xE2\x80\xA9"};

std::size_t break_at_start(std::string_view text) {
    const auto found =
        std::ranges::find_if(breaks, [&](std::string_view one) { return text.starts_with(one); });
    return found == breaks.end() ? 0 : found->size();
}

}  // namespace

std::string without_breaks(std::string_view utf8) {
    std::string line;
    bool is_broken = false;  // here, and nothing came since
    while (!utf8.empty()) {
        if (const auto length = break_at_start(utf8)) {
            is_broken = true;
            utf8.remove_prefix(length);
            continue;
        }
        if (is_broken && !line.empty()) line += ' ';
        is_broken = false;
        line += utf8.front();
        utf8.remove_prefix(1);
    }
    return line;
}

}  // namespace kontor::platform
