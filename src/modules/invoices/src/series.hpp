// How numbers are made. Pure.
#pragma once

#include "platform/core/time.hpp"

#include <cstdint>
#include <string>

namespace kontor::invoices {

class Numbering {
public:
    // Throws std::invalid_argument where there is not exactly one {number}, or what is neither
    // letter, digit, '.', '-' nor '_' beside {year}.
    explicit Numbering(const std::string& pattern);

    // What numbers are counted within: the pattern with the year, in UTC, in its place.
    std::string series(platform::Time at) const;
    std::string number(platform::Time at, std::int64_t serial) const;

private:
    std::string pattern_;
};

}  // namespace kontor::invoices
