#pragma once

#include "till.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kontor::replay {

struct Shop {
    std::uint16_t port = 8080;
    Clerk clerk;
    std::size_t buyers = 8;
};

// What the shop says, beside Books::sales and Books::credits.
struct Played {
    std::vector<std::int64_t> sales;
    std::vector<std::int64_t> sales_read_back;
    std::vector<std::int64_t> credits;
    std::int64_t orders = 0;
    std::int64_t refunds = 0;
    double seconds = 0;
};

// Sells everything, then gives back what was given back, then looks again, each by several buyers
// at once. Throws std::runtime_error where the shop refuses something.
Played play(const Books& books, const Shop& shop);

}  // namespace kontor::replay
