#pragma once

#include <algorithm>
#include <cstdint>

namespace kontor::payments {

// What a part of several stands for of a whole, rounded down, through 128 bits: as a sum over the
// parts so far it never exceeds the whole, and all parts are the whole.
inline std::int64_t share(std::int64_t whole, std::int64_t part, std::int64_t parts) {
    __extension__ using Wide = __int128;
    return parts == 0 ? 0 : static_cast<std::int64_t>(Wide{whole} * part / parts);
}

// The same of one more part, after those that had their share before.
inline std::int64_t next_share(std::int64_t whole, std::int64_t before, std::int64_t part,
                               std::int64_t parts) {
    return share(whole, before + part, parts) - share(whole, before, parts);
}

// An amount, and the tax in it.
struct Taxed {
    std::int64_t amount = 0;
    std::int64_t tax = 0;
};

// Of the tax that is left, as much of what is wanted as a part of the amount holds, and no less
// than what stays behind could not hold: all parts together hold all of it.
inline std::int64_t tax_of_part(const Taxed& left, std::int64_t part, std::int64_t wanted) {
    const auto least = left.tax - (left.amount - part);
    const auto most = std::min(left.tax, part);
    return std::max<std::int64_t>(std::min(std::max(wanted, least), most), 0);
}

// In proportion.
inline std::int64_t tax_of_part(const Taxed& left, std::int64_t part) {
    return tax_of_part(left, part, share(left.tax, part, left.amount));
}

}  // namespace kontor::payments
