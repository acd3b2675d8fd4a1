// Values that carry their own rule, so that one declaration validates a request field,
// documents it in the OpenAPI schema, and tells the reader what the service may rely on.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

// A constrained type T wraps Base and has
//     static std::optional<T> accept(Base)         nothing when the rule is broken
//     static std::string rule()                    "from 1 to 200 characters"
//     static constexpr std::string_view broken     the problem's code: "length", "range", "format"
// and, where they help to document it, min and max, a JSON Schema format or pattern, or choices(),
// every text that is accepted.
template <class T>
concept Constrained = requires(typename T::Base base) {
    { T::accept(base) } -> std::same_as<std::optional<T>>;
    { T::rule() } -> std::convertible_to<std::string>;
};

// A constrained text. Its rule has what Constrained asks for but Base and accept(), and
//     static bool normalise(std::string& text)     false when it is broken, else text is what is
//     kept
template <class Rule>
class ConstrainedText : public Rule {
public:
    using Base = std::string;

    ConstrainedText() = default;
    static std::optional<ConstrainedText> accept(std::string text) {
        if (!Rule::normalise(text)) return std::nullopt;
        return ConstrainedText(std::move(text));
    }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend bool operator==(const ConstrainedText& left, const ConstrainedText& right) {
        return left.value_ == right.value_;
    }
    friend auto operator<=>(const ConstrainedText& left, const ConstrainedText& right) {
        return left.value_ <=> right.value_;
    }

private:
    explicit ConstrainedText(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

// Number of code points; the text must be valid UTF-8.
std::size_t count_characters(std::string_view utf8);

// Text of Min to Max characters (code points) without control characters other than line
// breaks and tabs. Blank text counts as empty.
bool is_plain_text(std::string_view utf8, std::size_t min, std::size_t max);

// The same, but for the length, as ECMA-262 writes it; some: not blank.
constexpr std::string_view plain_text_pattern =
    R"(^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$)";
constexpr std::string_view some_text_pattern =
    R"(^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*[^\s\u0000-\u001F\u007F-\u009F])"
    R"([^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$)";

template <std::size_t Min, std::size_t Max>
struct TextRule {
    static constexpr std::string_view broken = "length";
    static constexpr std::size_t min = Min;
    static constexpr std::size_t max = Max;
    static constexpr std::string_view pattern = Min == 0 ? plain_text_pattern : some_text_pattern;

    static bool normalise(const std::string& text) { return is_plain_text(text, Min, Max); }
    static std::string rule() {
        return "text of " + std::to_string(Min) + " to " + std::to_string(Max) +
               " characters without control characters";
    }
};
template <std::size_t Min, std::size_t Max>
using Text = ConstrainedText<TextRule<Min, Max>>;

template <std::int64_t Min, std::int64_t Max>
class Whole {
public:
    using Base = std::int64_t;
    static constexpr std::string_view broken = "range";
    static constexpr std::int64_t min = Min;
    static constexpr std::int64_t max = Max;

    Whole() = default;
    static std::optional<Whole> accept(std::int64_t number) {
        if (number < Min || number > Max) return std::nullopt;
        return Whole(number);
    }
    static std::string rule() {
        return "a whole number from " + std::to_string(Min) + " to " + std::to_string(Max);
    }

    std::int64_t value() const { return value_; }
    operator std::int64_t() const { return value_; }
    friend auto operator<=>(const Whole&, const Whole&) = default;

private:
    explicit Whole(std::int64_t number) : value_(number) {}
    std::int64_t value_ = Min;
};

// An e-mail address that a mail server would take: local@domain.tld, ASCII, at most 254
// characters. The domain is stored in lower case.
struct EmailAddressRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t max = 254;
    static constexpr std::string_view format = "email";

    static bool normalise(std::string& text);
    static std::string rule() { return "an e-mail address such as name@example.org"; }
};
using EmailAddress = ConstrainedText<EmailAddressRule>;

// ISO 3166-1 alpha-2, upper case, of a country that exists.
struct CountryCodeRule {
    static constexpr std::string_view broken = "format";

    static std::vector<std::string_view> choices();
    static bool normalise(const std::string& text);
    static std::string rule() { return "a country code of ISO 3166-1 alpha-2 such as DE"; }
};
using CountryCode = ConstrainedText<CountryCodeRule>;

// A short tag of BCP 47: a language, and what narrows it: "de", "de-AT", "zh-Hant". Kept in the
// case that the standard recommends.
struct LanguageTagRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t max = 35;
    static constexpr std::string_view pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

    static bool normalise(std::string& text);
    static std::string rule() { return "a language tag of BCP 47 such as de or de-AT"; }
};
using LanguageTag = ConstrainedText<LanguageTagRule>;

// Lower-case letters, digits and single hyphens, 1 to 120 characters: safe in a URL.
struct SlugRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t min = 1;
    static constexpr std::size_t max = 120;
    static constexpr std::string_view pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    static bool normalise(const std::string& text);
    static std::string rule() {
        return "lower-case letters, digits and single hyphens, at most 120";
    }
    // A slug made from a title: transliterated where Latin, hyphenated. Empty when nothing is left.
    static std::string from_title(std::string_view title);
};
using Slug = ConstrainedText<SlugRule>;

}  // namespace kontor::platform
