#pragma once

#include "cart/cart.hpp"

namespace kontor::cart {

platform::Error no_such_cart();
platform::Error no_such_item();
platform::Error no_such_coupon();
platform::Error too_many_coupons(std::size_t most);
platform::Error not_active(CartStatus status);
// completion_in_progress, or cart.not_active.
platform::Error being_bought_or_done(CartStatus status);
platform::Error empty_cart();
platform::Error sku_or_variant();
platform::Error no_such_variant(const AddItem& item);
platform::Error not_sold_in(platform::Currency currency, const AddItem& item);
platform::Error item_unavailable(const std::vector<platform::Problem>& problems);

}  // namespace kontor::cart
