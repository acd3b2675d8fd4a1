// What clients see of a cart.
#pragma once

#include "cart/cart.hpp"

namespace kontor::cart {

struct CartItemView {
    LineId id;
    catalog::VariantId variant_id;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    platform::Money unit_price;
    platform::Money subtotal;
    platform::Money discount;
    platform::Money tax;
    platform::Money total;
};
BOOST_DESCRIBE_STRUCT(CartItemView, (),
                      (id, variant_id, sku, title, quantity, unit_price, subtotal, discount, tax,
                       total))

struct CartView {
    CartId id;
    CartStatus status = CartStatus::active;
    std::int64_t version = 0;
    platform::Currency currency;
    std::vector<CartItemView> items;
    std::vector<std::string> coupons;
    pricing::Totals totals;
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
    std::vector<Warning> warnings;
    std::vector<SavedItem> saved_items;
    std::optional<std::vector<Adjustment>> adjustments;  // of a merge, until something changes
    std::optional<std::string> guest_token;              // once, when a guest's cart is created
};
BOOST_DESCRIBE_STRUCT(CartView, (),
                      (id, status, version, currency, items, coupons, totals, discounts, taxes,
                       warnings, saved_items, adjustments, guest_token))

struct MergedView {
    CartView cart;
    std::vector<Adjustment> adjustments;
};
BOOST_DESCRIBE_STRUCT(MergedView, (), (cart, adjustments))

CartView view_of(Contents contents);

}  // namespace kontor::cart
