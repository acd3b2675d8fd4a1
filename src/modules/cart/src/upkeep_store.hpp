#pragma once

#include "cart/cart.hpp"
#include "platform/db/database.hpp"

namespace kontor::cart::store {

// Each takes the carts of a batch with ids above the one given, in their order, that nobody else
// holds; an answer shorter than the limit was the last.

std::vector<CartId> abandon(platform::Tx& tx, const CartId& above, platform::Time untouched_since,
                            platform::Time now, std::size_t limit);
std::vector<CartId> remove(platform::Tx& tx, const CartId& above, platform::Time over_since,
                           std::size_t limit);

struct IdleCart {
    CartId id;
    std::optional<auth::UserId> customer;
    std::optional<std::string> email;
    platform::Currency currency;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(IdleCart, (), (id, customer, email, currency, updated_at))

// Not yet announced as left alone, and changed for the last time in between.
std::vector<IdleCart> take_idle(platform::Tx& tx, const CartId& above, platform::Time since,
                                platform::Time until, platform::Time now, std::size_t limit);

struct IdleLine {
    CartId cart;
    catalog::ProductId product;
    catalog::VariantId variant;
    std::string title;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;
};
BOOST_DESCRIBE_STRUCT(IdleLine, (), (cart, product, variant, title, quantity, unit_price))

std::vector<IdleLine> lines_of(platform::Reader& reader, const std::vector<CartId>& carts);

}  // namespace kontor::cart::store
