#pragma once

#include "notifications/templates.hpp"
#include "platform/core/money.hpp"

#include <memory>
#include <string>

namespace kontor::notifications {

// Money and dates as a locale writes them. Thread-safe.
class Formats {
public:
    // time_zone: a name of the IANA database. Throws std::invalid_argument for one that is unknown.
    Formats(const std::string& locale, const std::string& time_zone);
    ~Formats();

    std::string money(const platform::Money& money) const;  // "€24.90"
    std::string date(platform::Time time) const;            // "31 January 2026"
    std::string moment(platform::Time time) const;          // "31 January 2026 at 12:00 UTC"

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::notifications
