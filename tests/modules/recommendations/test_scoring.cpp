#include "scoring.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::recommendations;
using catalog::ProductId;

namespace {

ProductId product(std::uint8_t number) {
    platform::Uuid uuid;
    uuid.bytes[15] = number;
    return ProductId(uuid);
}

using Ids = std::vector<ProductId>;

}  // namespace

TEST_CASE("the larger a basket, the less each of its pairs weighs") {
    CHECK_EQ(weight_of_pair(1), 1000);
    CHECK_GT(weight_of_pair(2), weight_of_pair(3));
    CHECK_GT(weight_of_pair(most_paired_products), 0);
}

TEST_CASE("what was bought together more often comes first") {
    Evidence evidence;
    evidence.together = {{product(1), product(2), 631, 10, 5},
                         {product(1), product(3), 1262, 10, 5}};
    CHECK_EQ(rank(Strategy::also_bought, {{product(1)}}, evidence, 10),
             Ids{product(3), product(2)});
}

TEST_CASE("of two bought together as often, the one that is not in every basket comes first") {
    Evidence evidence;
    evidence.together = {{product(1), product(2), 3000, 10, 5000},
                         {product(1), product(3), 3000, 10, 5}};
    CHECK_EQ(rank(Strategy::also_bought, {{product(1)}}, evidence, 10).front(), product(3));
}

TEST_CASE("a list holds each product once, not the seed, and no more than asked for") {
    Evidence evidence;
    evidence.together = {{product(1), product(2), 1000, 2, 2},
                         {product(3), product(2), 1000, 2, 2},
                         {product(1), product(3), 1000, 2, 2}};
    evidence.alike = {{product(1), product(2), 0.5, 2}};
    evidence.popular = {{product(1), 9}, {product(2), 8}, {product(4), 7}};
    CHECK_EQ(rank(Strategy::mixed, {{product(1)}, {product(3)}}, evidence, 10),
             Ids{product(2), product(4)});
    CHECK_EQ(rank(Strategy::mixed, {{product(1)}}, evidence, 1), Ids{product(2)});
}

TEST_CASE("each strategy heeds its own evidence only") {
    Evidence evidence;
    evidence.together = {{product(1), product(2), 1000, 2, 2}};
    evidence.alike = {{product(1), product(3), 0.5, 2}};
    evidence.popular = {{product(4), 7}};
    CHECK_EQ(rank(Strategy::also_bought, {{product(1)}}, evidence, 9), Ids{product(2)});
    CHECK_EQ(rank(Strategy::similar, {{product(1)}}, evidence, 9), Ids{product(3)});
    CHECK_EQ(rank(Strategy::popular, {{product(1)}}, evidence, 9), Ids{product(4)});
    CHECK_EQ(rank(Strategy::mixed, {{product(1)}}, evidence, 9).size(), 3);
}

TEST_CASE("equal products come in the order of their ids") {
    Evidence evidence;
    evidence.popular = {{product(3), 7}, {product(2), 7}};
    CHECK_EQ(rank(Strategy::popular, {}, evidence, 9), Ids{product(2), product(3)});
}

TEST_CASE("what a customer bought is offered again where customers buy again, and only there") {
    Evidence evidence;
    evidence.popular = {{product(2), 7}};
    CHECK_EQ(rank(Strategy::mixed, {{product(1)}}, evidence, 9), Ids{product(2)});
    evidence.bought_again = 0.3;
    CHECK_EQ(rank(Strategy::mixed, {{product(1)}}, evidence, 9), Ids{product(1), product(2)});
}

TEST_CASE("later baskets of a customer count for more, and what is bought often as well") {
    const auto seeds = seeds_of({{product(1)}, {product(2), product(1)}, {product(3)}});
    REQUIRE_EQ(seeds.size(), 3);
    CHECK_EQ(seeds[0].weight, doctest::Approx(1.8));
    CHECK_EQ(seeds[1].weight, doctest::Approx(0.8));
    CHECK_EQ(seeds[2].weight, doctest::Approx(0.64));
}

TEST_CASE("a long history is cut to what is newest") {
    std::vector<Ids> baskets;
    for (std::uint8_t number = 0; number < 200; ++number) baskets.push_back({product(number)});
    const auto seeds = seeds_of(baskets);
    REQUIRE_EQ(seeds.size(), most_seeds);
    CHECK_EQ(seeds.front().product, product(0));
}
