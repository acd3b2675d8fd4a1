// Which promotions give what, one after the other.
#pragma once

#include "benefits.hpp"

namespace kontor::pricing {

// What became of one promotion.
struct Verdict {
    const Promotion* promotion = nullptr;
    Stage stage = Stage::lines;
    std::variant<Gift, Refusal> outcome;

    const Gift* gift() const { return std::get_if<Gift>(&outcome); }
};

// Of every promotion of the snapshot, in the order in which they were tried. remaining: the
// amounts before any.
std::vector<Verdict> judge(const Snapshot& snapshot, const Remaining& remaining);

}  // namespace kontor::pricing
