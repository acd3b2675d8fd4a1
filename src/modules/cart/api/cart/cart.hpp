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

// An item set aside for later: neither counted nor bought.
struct SavedItem {
    LineId id;
    catalog::VariantId variant_id;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    platform::Money unit_price;  // when it was set aside
};
BOOST_DESCRIBE_STRUCT(SavedItem, (), (id, variant_id, sku, title, quantity, unit_price))

struct Warning {
    std::string code;               // price_changed, unavailable, insufficient_stock, coupon_idle
    std::optional<LineId> item_id;  // or
    std::optional<std::string> coupon;
    std::string detail;
    std::optional<platform::Money> previous_price{};  // of price_changed: what the cart counts with
    std::optional<platform::Money> current_price{};
    std::optional<std::int64_t> available{};  // of insufficient_stock
};
BOOST_DESCRIBE_STRUCT(Warning, (),
                      (code, item_id, coupon, detail, previous_price, current_price, available))

// What became of an item of the guest's cart, or of a coupon, when two carts became one.
enum class Adjusted {
    added,            // the cart had nothing of it
    raised,           // the guest's cart had more of it
    kept,             // the cart had as much of it, or more
    repriced,         // an item of the customer's whose price is another one now
    not_sold,         // left out: not sold any more, or not in the currency of the cart
    too_many_items,   // left out: the cart is full
    coupon_void,      // left out: it does not hold for this customer
    too_many_coupons  // left out
};
BOOST_DESCRIBE_ENUM(Adjusted, added, raised, kept, repriced, not_sold, too_many_items, coupon_void,
                    too_many_coupons)

struct Adjustment {
    Adjusted kind{};
    std::optional<LineId> item_id{};  // in the cart as it is now; none: left out, or a coupon
    std::optional<std::string> sku{};
    std::optional<std::string> coupon{};
    std::int64_t quantity_before = 0;  // in the customer's cart
    std::int64_t quantity = 0;
    std::optional<platform::Money> unit_price_before{};
    std::optional<platform::Money> unit_price{};
};
BOOST_DESCRIBE_STRUCT(Adjustment, (),
                      (kind, item_id, sku, coupon, quantity_before, quantity, unit_price_before,
                       unit_price))

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
    std::vector<SavedItem> saved{};
    std::vector<Adjustment> adjustments{};  // of a merge since which nothing has changed
};
BOOST_DESCRIBE_STRUCT(Contents, (),
                      (id, status, version, currency, items, coupons, totals, discounts, taxes,
                       warnings, saved, adjustments))

struct Merged {
    Contents cart;
    std::vector<Adjustment> adjustments;
};
BOOST_DESCRIBE_STRUCT(Merged, (), (cart, adjustments))

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

// What a shopper does with baskets and their lines. Thread-safe; every change locks the cart,
// raises its version and is one transaction. What another shopper owns is cart.no_such_cart
// (not_found); a cart that became part of another is cart.merged (gone, detail merged_into), and
// every change of one that is not active is refused with cart.not_active (conflict).
class Shopping {
public:
    virtual ~Shopping() = default;

    // The owner is the shopper; a guest's token hash must be set. What a customer set aside in
    // carts that are over comes along.
    virtual platform::Result<Contents> create(
        const auth::Shopper& shopper, const std::optional<platform::Currency>& currency) = 0;
    virtual platform::Result<Contents> contents(const CartId& id, const auth::Shopper& shopper) = 0;
    // The customer's active cart that was changed last. Refuses cart.no_current_cart (not_found).
    virtual platform::Result<Contents> current(const auth::UserId& customer) = 0;
    // The same variant again adds to its line. Refuses cart.sku_or_variant, cart.no_such_variant,
    // cart.not_sold_in_currency (invalid), cart.quantity_too_large, cart.too_many_lines (200).
    // Goods out of stock may be put into a cart; they are flagged, and refused at checkout.
    virtual platform::Result<Contents> add_item(const CartId& id, const auth::Shopper& shopper,
                                                const AddItem& item) = 0;
    // Quantity 0 removes. Also of what is set aside. version: that the cart must still have.
    // Refuses also cart.no_such_item, cart.changed_meanwhile (precondition_failed).
    virtual platform::Result<Contents> change_item(
        const CartId& id, const auth::Shopper& shopper, const LineId& item, std::int64_t quantity,
        const std::optional<std::int64_t>& version = std::nullopt) = 0;
    // Out of the cart, for later, and back into it, at the price of now; what is on the other side
    // already becomes more. Again: no change. Refuses cart.no_such_item, cart.too_many_lines.
    virtual platform::Result<Contents> set_aside(const CartId& id, const auth::Shopper& shopper,
                                                 const LineId& item) = 0;
    virtual platform::Result<Contents> put_back(const CartId& id, const auth::Shopper& shopper,
                                                const LineId& item) = 0;
    // Every item takes the price that it has now. Refuses cart_changed (conflict, detail
    // current_total) where that makes another total than the one expected.
    virtual platform::Result<Contents> confirm(
        const CartId& id, const auth::Shopper& shopper,
        const std::optional<platform::Money>& expected_total) = 0;

    // The same coupon again changes nothing, and one that gives nothing now may give something
    // later: a warning tells. Refuses what Pricing::coupon refuses, cart.too_many_coupons (10).
    virtual platform::Result<Contents> add_coupon(const CartId& id, const auth::Shopper& shopper,
                                                  const std::string& code) = 0;
    // In any case, with any blanks around. Refuses also cart.no_such_coupon (not_found).
    virtual platform::Result<Contents> remove_coupon(const CartId& id, const auth::Shopper& shopper,
                                                     const std::string& code) = 0;
    virtual platform::Result<Explanation> explain(const CartId& id,
                                                  const auth::Shopper& shopper) = 0;

    // A customer who holds the guest's token takes over the guest's cart: it becomes part of their
    // current cart, or that cart itself where they have none or an empty one. The larger quantity
    // of an item counts, the customer's currency and the prices of now do; coupons of both stay
    // where they hold. Again: no change, without adjustments. Refuses completion_in_progress and
    // invalid_transition (conflict) where either cart is being bought or the guest's is over.
    virtual platform::Result<Merged> merge(const CartId& guest_cart,
                                           const auth::Shopper& shopper) = 0;
    // The same with the active cart that the guest's token opens, if any; contents() tells what
    // was adjusted until the cart changes again. Where merge() refuses, it stays the guest's.
    virtual void merge_guests_cart(const auth::Shopper& shopper) = 0;
};

// And what a purchase does with them.
class Cart : public Shopping {
public:
    // active -> completing by the checkout given (again by the same one: no change). Prices are
    // brought up to date first; warnings tell which changed. Refuses cart.no_such_cart, cart.empty
    // (invalid), completion_in_progress (conflict, another checkout claims it),
    // invalid_transition (conflict), cart.item_unavailable (conflict, a problem per line that is
    // not sold any more, pointer
    // "/items/<index>"), cart.quantity_too_large.
    virtual platform::Result<Contents> claim(const CartId& id, const auth::Shopper& shopper,
                                             const platform::Uuid& checkout) = 0;
    // completing -> active, if that checkout claims it.
    virtual void reopen(const CartId& id, const platform::Uuid& checkout) = 0;
    // completing -> completed.
    virtual void complete(const CartId& id, const platform::Uuid& checkout,
                          const orders::OrderId& order) = 0;
    // Where the shopper can be reminded of the cart.
    virtual void note_email(const CartId& id, const platform::EmailAddress& email) = 0;
};

}  // namespace kontor::cart
