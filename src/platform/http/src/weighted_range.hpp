// One member of an Accept-Language or Accept-Encoding: what is wanted, and how much.
#pragma once

#include <optional>
#include <string_view>

namespace kontor::platform::http {

struct WeightedRange {
    static constexpr int no_quality = 0;
    static constexpr int full_quality = 1000;

    std::string_view name;
    int quality = full_quality;
};

// Takes the first member off a list, which may be empty; nothing where it cannot be read.
std::optional<WeightedRange> take_range(std::string_view& list);

}  // namespace kontor::platform::http
