#pragma once

#include "cart/cart.hpp"

namespace kontor::cart {

platform::Error no_such_cart();
platform::Error no_such_item();
platform::Error no_such_coupon();
platform::Error too_many_coupons(std::size_t most);
platform::Error no_current_cart();
platform::Error merged_into(const CartId& target);
platform::Error not_active(CartStatus status);
platform::Error completion_in_progress();
platform::Error changed_meanwhile();
platform::Error cart_changed(const platform::Money& current_total);
platform::Error empty_cart();
platform::Error sku_or_variant();
platform::Error no_such_variant(const AddItem& item);
platform::Error not_sold_in(platform::Currency currency, const AddItem& item);
platform::Error item_unavailable(const std::vector<platform::Problem>& problems);

}  // namespace kontor::cart
