#include "formats.hpp"

#include <unicode/datefmt.h>
#include <unicode/numberformatter.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <stdexcept>

namespace kontor::notifications {

namespace {

void check(UErrorCode status, const std::string& what) {
    if (U_FAILURE(status))
        throw std::runtime_error("ICU cannot " + what + ": " + u_errorName(status));
}

// Exact: minor units never pass through a double.
std::string decimal(const platform::Money& money) {
    const auto exponent = static_cast<std::size_t>(money.currency.exponent());
    const bool is_negative = money.amount < 0;
    auto digits = std::to_string(money.amount).substr(is_negative ? 1 : 0);
    if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
    if (exponent > 0) digits.insert(digits.size() - exponent, 1, '.');
    return (is_negative ? "-" : "") + digits;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    return text.toUTF8String(bytes);
}

// Formatting works in the calendar that the format owns, hence the copy.
std::string written(const icu::DateFormat& format, platform::Time time) {
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    icu::UnicodeString text;
    const std::unique_ptr<icu::DateFormat> own(format.clone());
    return utf8(own->format(static_cast<UDate>(milliseconds.count()), text));
}

}  // namespace

struct Formats::State {
    icu::number::LocalizedNumberFormatter numbers;
    std::unique_ptr<icu::DateFormat> dates;
    std::unique_ptr<icu::DateFormat> moments;
};

Formats::Formats(const std::string& locale, const std::string& time_zone)
    : state_(std::make_unique<State>()) {
    UErrorCode status = U_ZERO_ERROR;
    const auto icu_locale = icu::Locale::forLanguageTag(locale, status);
    check(status, "use the locale " + locale);
    state_->numbers = icu::number::NumberFormatter::withLocale(icu_locale);
    state_->dates.reset(icu::DateFormat::createDateInstance(icu::DateFormat::kLong, icu_locale));
    state_->moments.reset(
        icu::DateFormat::createInstanceForSkeleton("yMMMMdjmz", icu_locale, status));
    check(status, "write times as " + locale);
    const std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone)));
    if (!state_->dates || *zone == icu::TimeZone::getUnknown())
        throw std::invalid_argument("mail.time_zone: there is no time zone '" + time_zone +
                                    "'; take a name such as Europe/Berlin");
    state_->dates->setTimeZone(*zone);
    state_->moments->setTimeZone(*zone);
}

Formats::~Formats() = default;

std::string Formats::money(const platform::Money& money) const {
    UErrorCode status = U_ZERO_ERROR;
    const std::string code(money.currency.code());
    const icu::CurrencyUnit unit(icu::StringPiece(code), status);
    const auto text =
        state_->numbers.unit(unit)
            .precision(icu::number::Precision::fixedFraction(money.currency.exponent()))
            .formatDecimal(decimal(money), status)
            .toString(status);
    check(status, "write money in " + code);
    return utf8(text);
}

std::string Formats::date(platform::Time time) const {
    return written(*state_->dates, time);
}

std::string Formats::moment(platform::Time time) const {
    return written(*state_->moments, time);
}

}  // namespace kontor::notifications
