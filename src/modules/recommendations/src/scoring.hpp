// What to recommend, as a pure decision over counts: from PostgreSQL in the shop, from a file of
// invoices in tools/bench/recommendations.
#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"
#include "recommendations/strategy.hpp"

#include <cstdint>
#include <vector>

namespace kontor::recommendations {

// Of a larger basket the lines after these say little about each other, and pairs grow with the
// square.
constexpr std::size_t most_paired_products = 50;

// What a basket of so many different products adds to each of its pairs, in thousandths: the larger
// the basket, the less it says of any two products in it. Whole, so that taking a basket back
// leaves nothing behind.
std::int64_t weight_of_pair(std::size_t products);

// Of what a customer bought or has in a basket, at most this many products are started from; and of
// each, this many others are looked at, the most promising ones.
constexpr std::size_t most_seeds = 40;
std::size_t others_of_each(std::size_t seeds);

// A product to start from.
struct Seed {
    catalog::ProductId product;
    double weight = 1;
};

struct BoughtTogether {
    catalog::ProductId seed;
    catalog::ProductId other;
    std::int64_t weight = 0;  // the sum of weight_of_pair() of the baskets that hold both
    std::int64_t seed_baskets = 0;
    std::int64_t other_baskets = 0;
};
BOOST_DESCRIBE_STRUCT(BoughtTogether, (), (seed, other, weight, seed_baskets, other_baskets))

struct Alike {
    catalog::ProductId seed;
    catalog::ProductId other;
    double likeness = 0;  // 0 to 1, see terms.hpp
    std::int64_t other_baskets = 0;
};

struct Popular {
    catalog::ProductId product;
    std::int64_t baskets = 0;
};
BOOST_DESCRIBE_STRUCT(Popular, (), (product, baskets))

struct Evidence {
    std::vector<BoughtTogether> together;
    std::vector<Alike> alike;
    std::vector<Popular> popular;
    // How likely a customer buys a seed again, 0 to 1; 0 where the seeds are not a customer's.
    double bought_again = 0;
};

// Of a customer's baskets, newest first: each counts for four fifths of the one after it.
// The first most_seeds products.
std::vector<Seed> seeds_of(const std::vector<std::vector<catalog::ProductId>>& baskets);

// The best first, each once, equal ones in the order of their ids. The seeds are among them only
// where the evidence says that they are bought again.
std::vector<catalog::ProductId> rank(Strategy strategy, const std::vector<Seed>& seeds,
                                     const Evidence& evidence, std::size_t limit);

}  // namespace kontor::recommendations
