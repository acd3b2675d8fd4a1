// Why a promotion gives nothing.
#pragma once

#include "pricing/rules.hpp"

namespace kontor::pricing {

enum class Why {
    not_begun,
    ended,
    other_group,
    not_first_order,
    no_goods,
    no_minimum_in_currency,
    below_minimum,
    too_few_pieces,
    no_amount_in_currency,
    no_shipping,
    nothing_left,
    less_than_a_unit,
    after_exclusive,
    outdone
};

struct Refusal {
    Why why;
    std::int64_t found = 0;
    std::int64_t wanted = 0;
    const Promotion* other = nullptr;  // that stands in the way
};

// A sentence for a merchant.
std::string to_text(const Refusal& refusal, const Promotion& promotion,
                    platform::Currency currency);

}  // namespace kontor::pricing
