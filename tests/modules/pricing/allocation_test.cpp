#include "allocation.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <random>

using namespace kontor::pricing;

namespace {

std::vector<std::int64_t> shares(std::int64_t total, const std::vector<std::int64_t>& weights) {
    std::vector<std::int64_t> amounts;
    for (const auto& portion : allocate(total, weights)) amounts.push_back(portion.amount);
    return amounts;
}

using Amounts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an amount is divided by the largest remainder, a tie goes to the lower line") {
    CHECK(shares(1000, {1, 1, 1}) == Amounts{334, 333, 333});
    CHECK(shares(1000, {3333, 3333, 3334}) == Amounts{333, 333, 334});
    CHECK(shares(100, {999, 1}) == Amounts{100, 0});
    CHECK(shares(1999, {1000, 999, 1}) == Amounts{999, 999, 1});
}

TEST_CASE("where nothing is left, nothing is divided") {
    CHECK(shares(0, {5, 5}) == Amounts{0, 0});
    CHECK(shares(7, {0, 0}) == Amounts{0, 0});
    CHECK(shares(7, {}).empty());
}

TEST_CASE("who gets an odd unit is told") {
    CHECK(allocate(1000, {3333, 3333, 3334})[2] == Portion{334, 1});
    CHECK(allocate(1000, {3333, 3333, 3334})[0] == Portion{333, 0});
}

TEST_CASE("shares add up, and none is above its weight") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2'000; ++round) {
        Amounts weights(random() % 9);
        for (auto& weight : weights) weight = static_cast<std::int64_t>(random() % 50);
        const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
        const auto total = sum == 0 ? 0 : static_cast<std::int64_t>(random()) % (sum + 1);
        const auto divided = shares(std::abs(total), weights);
        REQUIRE(std::accumulate(divided.begin(), divided.end(), std::int64_t{0}) ==
                std::abs(total));
        for (std::size_t i = 0; i < weights.size(); ++i) {
            REQUIRE(divided[i] >= 0);
            REQUIRE(divided[i] <= weights[i]);
        }
    }
}
