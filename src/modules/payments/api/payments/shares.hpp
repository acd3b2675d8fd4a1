#pragma once

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

}  // namespace kontor::payments
