// Which promotions hold, and for which goods.
#pragma once

#include "pricing/calculation.hpp"
#include "refusals.hpp"

namespace kontor::pricing {

enum class Stage { lines, order, shipping };  // in the order of the calculation

Stage stage_of(const Benefit& benefit);

// What is left of the amounts that promotions lower.
struct Remaining {
    std::vector<std::int64_t> lines;  // in the order of the goods
    std::optional<std::int64_t> freight;
};

struct Candidate {
    const Promotion* promotion = nullptr;
    Stage stage = Stage::lines;
    std::vector<std::size_t> eligible;  // places among the goods, in the order of the line ids
    std::optional<Refusal> refusal;     // that no amount can change
};

// All promotions of the snapshot in the order in which they are tried.
std::vector<Candidate> line_up(const Snapshot& snapshot);

// What is asked of the amounts as they now are.
std::optional<Refusal> refusal_of(const Candidate& candidate, const Snapshot& snapshot,
                                  const Remaining& remaining);

// The only one in that currency.
const platform::Money* amount_in(const std::vector<platform::Money>& amounts,
                                 platform::Currency currency);

}  // namespace kontor::pricing
