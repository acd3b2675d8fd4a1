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
class Text {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "length";
    static constexpr std::size_t min = Min;
    static constexpr std::size_t max = Max;
    static constexpr std::string_view pattern = Min == 0 ? plain_text_pattern : some_text_pattern;

    Text() = default;
    static std::optional<Text> accept(std::string text) {
        if (!is_plain_text(text, Min, Max)) return std::nullopt;
        return Text(std::move(text));
    }
    static std::string rule() {
        return "text of " + std::to_string(Min) + " to " + std::to_string(Max) +
               " characters without control characters";
    }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const Text&, const Text&) = default;

private:
    explicit Text(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

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
class EmailAddress {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t max = 254;
    static constexpr std::string_view format = "email";

    EmailAddress() = default;
    static std::optional<EmailAddress> accept(std::string text);
    static std::string rule() { return "an e-mail address such as name@example.org"; }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const EmailAddress&, const EmailAddress&) = default;

private:
    explicit EmailAddress(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

// ISO 3166-1 alpha-2, upper case, of a country that exists.
class CountryCode {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";

    CountryCode() = default;
    static std::vector<std::string_view> choices();
    static std::optional<CountryCode> accept(std::string text);
    static std::string rule() { return "a country code of ISO 3166-1 alpha-2 such as DE"; }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const CountryCode&, const CountryCode&) = default;

private:
    explicit CountryCode(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

// A short tag of BCP 47: a language, and what narrows it: "de", "de-AT", "zh-Hant". Kept in the
// case that the standard recommends.
class LanguageTag {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t max = 35;
    static constexpr std::string_view pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

    LanguageTag() = default;
    static std::optional<LanguageTag> accept(std::string text);
    static std::string rule() { return "a language tag of BCP 47 such as de or de-AT"; }

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const LanguageTag&, const LanguageTag&) = default;

private:
    explicit LanguageTag(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

// Lower-case letters, digits and single hyphens, 1 to 120 characters: safe in a URL.
class Slug {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";
    static constexpr std::size_t min = 1;
    static constexpr std::size_t max = 120;
    static constexpr std::string_view pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    Slug() = default;
    static std::optional<Slug> accept(std::string text);
    static std::string rule() {
        return "lower-case letters, digits and single hyphens, at most 120";
    }

    // A slug made from a title: transliterated where Latin, hyphenated. Empty when nothing is left.
    static std::string from_title(std::string_view title);

    const std::string& value() const { return value_; }
    operator const std::string&() const { return value_; }
    friend auto operator<=>(const Slug&, const Slug&) = default;

private:
    explicit Slug(std::string text) : value_(std::move(text)) {}
    std::string value_;
};

}  // namespace kontor::platform
