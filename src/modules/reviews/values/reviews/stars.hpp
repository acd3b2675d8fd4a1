#pragma once

#include "platform/core/describe.hpp"

#include <cstdint>
#include <optional>

namespace kontor::reviews {

// What the accepted reviews of a product say together, as HTTP shows it.
struct Stars {
    double average = 0;  // 1 to 5, to a thousandth
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Stars, (), (average, count))

// Nothing where there is no review.
inline std::optional<Stars> stars_of(std::int64_t average_milli, std::int64_t count) {
    if (count == 0) return std::nullopt;
    return Stars{static_cast<double>(average_milli) / 1000, count};
}

}  // namespace kontor::reviews
