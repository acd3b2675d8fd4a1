// Text that is written where there is one line for it: names, streets, telephone numbers, subjects.
#pragma once

#include "platform/core/constrained.hpp"

namespace kontor::platform {

// The text with line breaks and tabs as one blank each run, and none at its ends. Valid UTF-8.
std::string without_breaks(std::string_view utf8);

// Text of one line. Breaks in it become blanks, as in the fields of browsers: whoever pastes two
// lines is understood, and what was kept before can still be read.
template <std::size_t Min, std::size_t Max>
class Line {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "length";
    static constexpr std::size_t min = Min;
    static constexpr std::size_t max = Max;
    static constexpr std::string_view pattern = Min == 0 ? plain_text_pattern : some_text_pattern;

    Line() = default;
    static std::optional<Line> accept(const std::string& text) {
        if (!is_plain_text(text, Min, Max)) return std::nullopt;
        auto line = without_breaks(text);
        if (count_characters(line) < Min) return std::nullopt;
        return Line(std::move(line));
    }
    static std::string rule() {
        return "text of " + std::to_string(Min) + " to " + std::to_string(Max) +
               " characters in one line, without control characters";
    }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const Line&, const Line&) = default;

private:
    explicit Line(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

}  // namespace kontor::platform
