// The schema `checkout` in SQL.
#pragma once

#include "checkout/checkout.hpp"
#include "platform/db/database.hpp"
#include "platform/db/json_column.hpp"

namespace kontor::checkout::store {

struct Row {
    CheckoutId id;
    cart::CartId cart;
    std::optional<auth::UserId> customer;
    std::string guest_token_hash;
    std::string email;
    // None where the goods can only be fetched.
    std::optional<platform::JsonColumn<shipping::Address>> shipping_address;
    platform::JsonColumn<shipping::Address> billing_address;
    std::optional<std::string> shipping_option;
    std::optional<std::string> vat_id;
    CheckoutStatus status = CheckoutStatus::open;
    std::optional<orders::OrderId> order_id;
    std::optional<payments::PaymentId> payment;
    std::optional<platform::Time> hold_expires_at;
    std::optional<platform::Time> claimed_until;
    platform::Time created_at;
    std::int64_t tendered = 0;  // by gift cards and store credit
    std::optional<std::string> language;

    // With all that they have shown: a customer may buy the cart that they had as a guest.
    auth::Shopper buyer() const { return {customer, guest_token_hash}; }
    // Who may see it. What a customer buys is theirs alone, and so is its order.
    auth::Shopper owner() const { return {customer, customer ? std::string() : guest_token_hash}; }
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, cart, customer, guest_token_hash, email, shipping_address,
                       billing_address, shipping_option, vat_id, status, order_id, payment,
                       hold_expires_at, claimed_until, created_at, tendered, language))

void insert(platform::Tx& tx, const Row& row);
// Everything that may change, as it now stands in the row.
void update(platform::Tx& tx, const Row& row);

std::optional<Row> select(platform::Reader& reader, const CheckoutId& id);
std::optional<Row> select_for_update(platform::Tx& tx, const CheckoutId& id);
std::optional<Row> of_order(platform::Reader& reader, const orders::OrderId& order);
// The newest purchase of the cart that is completed or under way.
std::optional<Row> latest_of_cart(platform::Reader& reader, const cart::CartId& cart);

// Ends the open purchases of a cart except one; answers whose holds are to be released.
std::vector<CheckoutId> supersede(platform::Tx& tx, const cart::CartId& cart,
                                  const CheckoutId& except);

// Under way with a claim that has run out, oldest first.
std::vector<Row> overdue(platform::Reader& reader, platform::Time now, std::size_t limit);
// Notes the orders among those given whose purchase nobody is completing and that is not
// completed: the job has to settle them. Answers how many.
std::int64_t note(platform::Tx& tx, const std::vector<orders::OrderId>& orders);
std::vector<orders::OrderId> noted(platform::Reader& reader, std::size_t limit);
void strike(platform::Tx& tx, const std::vector<orders::OrderId>& orders);

// Ends the open purchases of a cart that became part of another, and notes that what they hold is
// to be released. Answers how many.
std::int64_t end_of_merged(platform::Tx& tx, const cart::CartId& cart);
std::vector<CheckoutId> to_release(platform::Reader& reader, std::size_t limit);
void strike(platform::Tx& tx, const std::vector<CheckoutId>& released);

// The purchase of an order that a customer claimed is the customer's alone.
void hand_over(platform::Tx& tx, const orders::OrderId& order, const auth::UserId& customer);

// Open purchases nobody came back to become expired; their holds ran out by themselves.
std::int64_t expire_open(platform::Tx& tx, platform::Time hold_expired_before);

}  // namespace kontor::checkout::store
