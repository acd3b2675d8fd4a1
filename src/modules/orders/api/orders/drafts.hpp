#pragma once

#include "orders/orders.hpp"

namespace kontor::orders {

struct DraftItem {
    platform::Text<1, 120> sku;
    platform::Whole<1, pricing::largest_quantity> quantity;
    std::optional<platform::Money> unit_price{};  // instead of what it costs
};
BOOST_DESCRIBE_STRUCT(DraftItem, (), (sku, quantity, unit_price))

inline constexpr std::size_t most_coupons_of_draft = 10;

// What staff takes down for a customer. reason: why prices are given, where any is.
struct DraftWish {
    platform::EmailAddress email;
    std::optional<auth::UserId> customer{};
    std::vector<DraftItem> items;
    std::optional<shipping::Address> shipping_address{};  // none: fetched, and billed to the other
    std::optional<shipping::Address> billing_address{};   // default: where it is sent
    std::optional<platform::Text<1, 60>> shipping_option_id{};  // default: the cheapest
    std::optional<platform::Currency> currency{};               // default: the shop's
    std::optional<platform::Text<1, 32>> vat_id{};
    std::optional<platform::Text<1, 500>> reason{};
    std::optional<std::vector<platform::Text<1, 100>>> coupons{};
};
BOOST_DESCRIBE_STRUCT(DraftWish, (),
                      (email, customer, items, shipping_address, billing_address,
                       shipping_option_id, currency, vat_id, reason, coupons))

// What is given replaces what was.
struct DraftChange {
    std::optional<platform::EmailAddress> email{};
    std::optional<auth::UserId> customer{};
    std::optional<std::vector<DraftItem>> items{};
    std::optional<shipping::Address> shipping_address{};
    std::optional<shipping::Address> billing_address{};
    std::optional<platform::Text<1, 60>> shipping_option_id{};
    std::optional<platform::Text<1, 32>> vat_id{};
    std::optional<platform::Text<1, 500>> reason{};
    std::optional<std::vector<platform::Text<1, 100>>> coupons{};
};
BOOST_DESCRIBE_STRUCT(DraftChange, (),
                      (email, customer, items, shipping_address, billing_address,
                       shipping_option_id, vat_id, reason, coupons))

// A draft that has become a pending order.
struct OpenedDraft {
    Order order;
    auth::Shopper owner;
    platform::Uuid cart;  // of nobody: no cart was filled
};
BOOST_DESCRIBE_STRUCT(OpenedDraft, (), (order, owner, cart))

// Orders that staff prepares for customers. A draft holds no goods, is priced whenever it changes,
// and is nothing to its customer until it is placed; its coupons are not used up until then. actor:
// as in the timeline. Thread-safe.
class Drafts {
public:
    virtual ~Drafts() = default;

    // Refuses catalog.no_such_variant, orders.not_sold_in_currency, orders.empty,
    // orders.reason_needed, orders.address_needed, orders.no_delivery, orders.coupon_gives_nothing,
    // orders.too_many_coupons, orders.no_such_customer, pricing.no_such_currency,
    // pricing.no_such_coupon, pricing.coupon_not_for_customer (invalid), pricing.coupon_used_up,
    // pricing.coupon_not_valid_now (conflict).
    virtual platform::Result<Order> create(const DraftWish& wish, const std::string& actor) = 0;
    // Refuses what create() does, orders.no_such_order, invalid_transition.
    virtual platform::Result<Order> change(const OrderId& id, const DraftChange& change,
                                           const std::string& actor) = 0;
    // It has never been. Refuses orders.no_such_order, invalid_transition.
    virtual platform::Result<> discard(const OrderId& id) = 0;
    // draft -> pending, by the purchase that pays it, and counts its coupons as used; at the prices
    // that it shows. Refuses
    // orders.no_such_order, invalid_transition.
    virtual platform::Result<OpenedDraft> open(const OrderId& id, const std::string& actor) = 0;
};

}  // namespace kontor::orders
