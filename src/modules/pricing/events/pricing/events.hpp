#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"

namespace kontor::pricing {

// What a stranger pays for one of a product's variants is, or may be, another from now on: a price
// list was changed, or its period began or ended.
struct ProductRepriced {
    static constexpr std::string_view name = "pricing.product_repriced.v1";
    catalog::ProductId product;
};
BOOST_DESCRIBE_STRUCT(ProductRepriced, (), (product))

using RulesId = platform::Id<"rules">;

// A promotion, a tax or the head of a price list was changed. There is one book of rules, whose id
// is nil.
struct RulesChanged {
    static constexpr std::string_view name = "pricing.rules_changed.v1";
    RulesId rules;
};
BOOST_DESCRIBE_STRUCT(RulesChanged, (), (rules))

}  // namespace kontor::pricing
