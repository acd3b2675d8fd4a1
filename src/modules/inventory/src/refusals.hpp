// What stock refuses, in the words of those who ask.
#pragma once

#include "levels.hpp"
#include "platform/core/result.hpp"

namespace kontor::inventory {

platform::Error no_such_sku(const std::string& sku);
// at: the pointer to the SKU, where it is one of several.
platform::Error no_such_sku(const std::string& sku, const std::string& at);
platform::Error sku_given_twice(const std::string& sku, const std::string& at);
platform::Error no_such_location(const std::string& code, const std::string& at = "/location");
platform::Error delta_or_on_hand();
platform::Error negative_stock(const StockLevel& level, std::int64_t delta);
platform::Error counted_less_than_nothing();
platform::Error counted_twice(const std::string& sku);

}  // namespace kontor::inventory
