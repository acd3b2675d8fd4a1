#pragma once

#include "cart/cart.hpp"
#include "platform/db/database.hpp"
#include "platform/db/json_column.hpp"

namespace kontor::cart::store {

struct Line {
    LineId id;
    catalog::ProductId product;
    catalog::VariantId variant;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;
    std::optional<std::int64_t> base_price{};  // as the catalogue last announced it
    std::optional<pricing::PriceListId> price_list{};
    std::string tax_class = pricing::standard_tax_class;
    std::vector<catalog::CategoryId> categories{};
    std::int64_t weight_grams = 0;
    bool withdrawn = false;
    bool set_aside = false;

    friend bool operator==(const Line&, const Line&) = default;
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (id, product, variant, sku, title, quantity, unit_price, base_price,
                       price_list, tax_class, categories, weight_grams, withdrawn, set_aside))

struct Head {
    CartId id;
    CartStatus status = CartStatus::active;
    std::int64_t version = 1;
    platform::Currency currency;
    std::optional<platform::Uuid> completing_checkout{};
    std::vector<std::string> coupons{};
    std::optional<auth::UserId> customer{};
    std::optional<CartId> merged_into{};
    // Of the last merge, and the version that it made.
    std::optional<platform::JsonColumn<std::vector<Adjustment>>> adjustments{};
    std::optional<std::int64_t> adjusted_version{};
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (id, status, version, currency, completing_checkout, coupons, customer,
                       merged_into, adjustments, adjusted_version))

struct Basket {
    Head head;
    std::vector<Line> lines{};  // in the order they were put in
    std::vector<Line> set_aside{};
};

// Nothing when there is no such cart of this shopper's.
std::optional<Basket> load(platform::Reader& reader, const CartId& id,
                           const auth::Shopper& shopper);

// The active cart of the customer's that was changed last.
std::optional<CartId> current_of(platform::Reader& reader, const auth::UserId& customer);
// The same of a guest's.
std::optional<CartId> current_of_guest(platform::Reader& reader, const std::string& token_hash);

// These cost no round trip: they travel with what follows.

void insert(platform::Tx& tx, const Head& head, const auth::Shopper& shopper, platform::Time now);
// No other transaction changes the cart until this one ends. A statement that follows sees what
// the one before it left.
void lock(platform::Tx& tx, const CartId& id);
// In the order of their ids.
void lock(platform::Tx& tx, const std::vector<CartId>& ids);
// No other transaction that does the same for this customer goes on until this one ends.
void lock_carts_of(platform::Tx& tx, const auth::UserId& customer);
// Locks the cart too. Nothing happens unless it is the shopper's, active, and of that currency.
void add_line(platform::Tx& tx, const CartId& id, const auth::Shopper& shopper, const Line& line,
              platform::Currency currency, platform::Time now);
// The rest is for a cart that is locked.
void raise_version(platform::Tx& tx, const CartId& id, platform::Time now);
// Its quantity and price, and whether it is set aside.
void update_line(platform::Tx& tx, const Line& line);
void set_coupons(platform::Tx& tx, const CartId& id, const std::vector<std::string>& coupons);
void remove_line(platform::Tx& tx, const LineId& line);
void update_lines(platform::Tx& tx, const std::vector<Line>& lines);
void move_lines(platform::Tx& tx, const std::vector<LineId>& lines, const CartId& into);
// What the customer set aside in carts of the same currency that are over comes into this one.
void take_over_set_aside(platform::Tx& tx, const Head& head, const auth::UserId& customer);
// It is the customer's from now on, and no guest token opens it.
void set_customer(platform::Tx& tx, const CartId& id, const auth::UserId& customer);
void set_merged(platform::Tx& tx, const CartId& id, const CartId& into,
                const auth::UserId& customer, platform::Time now);
// What merging made of the cart, which is of this version then.
void set_adjustments(platform::Tx& tx, const CartId& id, const std::vector<Adjustment>& adjustments,
                     std::int64_t version);
void set_email(platform::Tx& tx, const CartId& id, const std::string& email);
void set_claimed(platform::Tx& tx, const CartId& id, const platform::Uuid& checkout,
                 platform::Time now);

// Whether that checkout had claimed the cart.
bool set_active(platform::Tx& tx, const CartId& id, const platform::Uuid& checkout,
                platform::Time now);
bool set_completed(platform::Tx& tx, const CartId& id, const platform::Uuid& checkout,
                   platform::Time now);

// What the catalogue announced, for the lines of active carts.
void note_price(platform::Tx& tx, const catalog::VariantId& variant, const platform::Money& price);
void note_withdrawal(platform::Tx& tx, const catalog::ProductId& product);
void note_withdrawal(platform::Tx& tx, const catalog::VariantId& variant);

struct Wanted {
    catalog::VariantId variant;
    platform::Currency currency;
};
BOOST_DESCRIBE_STRUCT(Wanted, (), (variant, currency))

// What active carts have of these products.
std::vector<Wanted> wanted_of(platform::Reader& reader,
                              const std::vector<catalog::ProductId>& products);
// Of these variants, those that are sold are on offer again, and the others are not any more.
void note_offers(platform::Tx& tx, const std::vector<catalog::VariantId>& variants,
                 const std::vector<catalog::VariantId>& sold, platform::Currency currency);

}  // namespace kontor::cart::store
