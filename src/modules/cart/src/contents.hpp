#pragma once

#include "platform/core/result.hpp"
#include "store.hpp"

namespace kontor::cart {

inline constexpr std::int64_t largest_quantity = 10'000;
inline constexpr std::size_t most_lines = 200;

// Refuses cart.too_many_lines and cart.quantity_too_large.
platform::Result<> check_limits(const store::Basket& basket);

// The basket priced, with what its lines tell by themselves as warnings.
Contents contents_of(const store::Basket& basket, const pricing::TaxRate& tax);

Warning price_changed(const LineId& line, const platform::Money& before,
                      const platform::Money& after);
Warning insufficient_stock(const LineId& line, std::int64_t available);

}  // namespace kontor::cart
