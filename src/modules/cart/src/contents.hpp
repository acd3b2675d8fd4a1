// What a basket looks like. Pure.
#pragma once

#include "store.hpp"

namespace kontor::cart {

inline constexpr std::size_t most_coupons = 10;

// Refuses cart.too_many_lines, also of what is set aside, and cart.quantity_too_large.
platform::Result<> check_limits(const store::Basket& basket);

// Without what it costs.
Contents contents_of(const store::Basket& basket);

// What pricing is asked of the contents.
pricing::QuoteRequest request_of(const Contents& contents, const auth::Shopper& shopper);
std::vector<pricing::AskedPrice> asked_of(const std::vector<store::Line>& lines,
                                          platform::Currency currency);

// What the contents cost, with a warning for each coupon that gives nothing.
void add_prices(Contents& contents, const pricing::Quote& quote);

Warning price_changed(const LineId& line, const platform::Money& before,
                      const platform::Money& after);
Warning insufficient_stock(const LineId& line, std::int64_t available);

}  // namespace kontor::cart
