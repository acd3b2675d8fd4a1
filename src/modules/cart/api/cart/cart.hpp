#pragma once

#include "auth/shopper.hpp"
#include "cart/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/result.hpp"
#include "pricing/pricing.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::cart {

enum class CartStatus { active, completing, completed, merged, abandoned };
BOOST_DESCRIBE_ENUM(CartStatus, active, completing, completed, merged, abandoned)

struct Item {
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
    std::int64_t weight_grams = 0;
    catalog::ProductId product_id;
    std::vector<catalog::CategoryId> categories;  // with those that contain them
    std::string tax_class;
    std::optional<pricing::PriceListId> price_list;
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (id, variant_id, sku, title, quantity, unit_price, subtotal, discount, tax,
                       total, weight_grams, product_id, categories, tax_class, price_list))

struct Warning {
    std::string code;               // price_changed, unavailable, insufficient_stock, coupon_idle
    std::optional<LineId> item_id;  // or
    std::optional<std::string> coupon;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Warning, (), (code, item_id, coupon, detail))

struct Contents {
    CartId id;
    CartStatus status = CartStatus::active;
    std::int64_t version = 0;
    platform::Currency currency;
    std::vector<Item> items;
    std::vector<std::string> coupons;
    pricing::Totals totals;  // as sent inside the home zone, without shipping
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
    std::vector<Warning> warnings;
};
BOOST_DESCRIBE_STRUCT(Contents, (),
                      (id, status, version, currency, items, coupons, totals, discounts, taxes,
                       warnings))

// How the totals come about.
struct Explanation {
    CartId id;
    std::int64_t version = 0;
    platform::Currency currency;
    std::vector<pricing::Step> steps;
    pricing::Totals totals;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (id, version, currency, steps, totals))

// Exactly one of sku and variant_id.
struct AddItem {
    std::optional<platform::Text<1, 64>> sku;
    std::optional<catalog::VariantId> variant_id;
    platform::Whole<1, 10'000> quantity;
};
BOOST_DESCRIBE_STRUCT(AddItem, (), (sku, variant_id, quantity))

// What pricing has to know of an item.
inline pricing::QuotedLine quoted(const Item& item) {
    return {item.id.uuid(), item.product_id, item.categories, item.tax_class,
            item.quantity,  item.unit_price, item.price_list};
}

// Baskets and their lines. Thread-safe; every change locks the cart, raises its version and is
// one transaction. What another shopper owns is cart.no_such_cart (not_found).
class Cart {
public:
    virtual ~Cart() = default;

    // The owner is the shopper; a guest's token hash must be set.
    virtual platform::Result<Contents> create(
        const auth::Shopper& shopper, const std::optional<platform::Currency>& currency) = 0;
    virtual platform::Result<Contents> contents(const CartId& id, const auth::Shopper& shopper) = 0;
    // The same variant again adds to its line. Refuses cart.no_such_cart, cart.sku_or_variant,
    // cart.no_such_variant, cart.not_sold_in_currency (invalid), cart.quantity_too_large,
    // cart.too_many_lines (200), cart.not_active (conflict). Goods out of stock may be put into a
    // cart; they are flagged, and refused at checkout.
    virtual platform::Result<Contents> add_item(const CartId& id, const auth::Shopper& shopper,
                                                const AddItem& item) = 0;
    // Quantity 0 removes. Refuses also cart.no_such_item.
    virtual platform::Result<Contents> change_item(const CartId& id, const auth::Shopper& shopper,
                                                   const LineId& item, std::int64_t quantity) = 0;

    // The same coupon again changes nothing, and one that gives nothing now may give something
    // later: a warning tells. Refuses what Pricing::coupon refuses, cart.no_such_cart,
    // cart.too_many_coupons (10), cart.not_active.
    virtual platform::Result<Contents> add_coupon(const CartId& id, const auth::Shopper& shopper,
                                                  const std::string& code) = 0;
    // In any case, with any blanks around. Refuses also cart.no_such_coupon (not_found).
    virtual platform::Result<Contents> remove_coupon(const CartId& id, const auth::Shopper& shopper,
                                                     const std::string& code) = 0;
    virtual platform::Result<Explanation> explain(const CartId& id,
                                                  const auth::Shopper& shopper) = 0;

    // For the purchase. active -> completing by the checkout given (again by the same one: no
    // change). Prices are brought up to date first; warnings tell which changed. Refuses
    // cart.no_such_cart, cart.empty (invalid), completion_in_progress (conflict, another checkout
    // claims it), cart.not_active, cart.item_unavailable (conflict, a problem per line that is
    // not sold any more, pointer "/items/<index>"), cart.quantity_too_large.
    virtual platform::Result<Contents> claim(const CartId& id, const auth::Shopper& shopper,
                                             const platform::Uuid& checkout) = 0;
    // completing -> active, if that checkout claims it.
    virtual void reopen(const CartId& id, const platform::Uuid& checkout) = 0;
    // completing -> completed.
    virtual void complete(const CartId& id, const platform::Uuid& checkout,
                          const orders::OrderId& order) = 0;
};

}  // namespace kontor::cart
