// The schema `returns` in SQL.
#pragma once

#include "cart/cart.hpp"
#include "counting.hpp"
#include "platform/db/database.hpp"

namespace kontor::returns::store {

using platform::Reader;
using platform::Tx;

// Until the transaction ends nobody else counts the order's pieces.
void lock_order(Tx& tx, const orders::OrderId& order);
// What returns of the order that are alive ask for, and what of the settled ones came back.
std::vector<Claimed> claimed(Reader& reader, const orders::OrderId& order);

void insert(Tx& tx, const Return& made, platform::Currency currency, const auth::Shopper& shopper);
std::optional<Return> select(Reader& reader, const ReturnId& id);
std::optional<Return> select_for_update(Tx& tx, const ReturnId& id);
std::vector<Return> select_page(Reader& reader, const ReturnFilter& filter);

// Status and what was settled, as it stands in the return.
void update(Tx& tx, const Return& changed);
void keep_label(Tx& tx, const ReturnId& id, const shipping::ReturnLabel& label);
struct Parcel {
    ReceiptId id;
    Receipt receipt;
    std::string actor;
    platform::Time at;
};
// What was counted in all, as it stands in the return, and the parcel that changed it.
void keep(Tx& tx, const Return& counted, const Parcel& parcel);

void append(Tx& tx, const ReturnId& id, const Move& move);
std::vector<Move> history(Reader& reader, const ReturnId& id);

// What an exchange is ordered with.
struct Exchange {
    std::optional<cart::CartId> exchange_cart;
    platform::Currency currency;
};
BOOST_DESCRIBE_STRUCT(Exchange, (), (exchange_cart, currency))
Exchange exchange(Reader& reader, const ReturnId& id);
// The cart that is kept: this one, unless there was one.
cart::CartId keep_cart(Tx& tx, const ReturnId& id, const cart::CartId& cart);

struct Awaiting {
    ReturnId id;
    cart::CartId exchange_cart;
};
BOOST_DESCRIBE_STRUCT(Awaiting, (), (id, exchange_cart))
// Those whose exchange is bought from one of these, and not known yet.
std::vector<Awaiting> awaiting_exchange(Reader& reader, const std::vector<cart::CartId>& carts);

struct Step {
    ReturnId return_id;
    Status from_status{};
    Status to_status{};
};
BOOST_DESCRIBE_STRUCT(Step, (), (return_id, from_status, to_status))
std::vector<Step> steps(Reader& reader);

struct Miscount {
    ReturnId return_id;
    orders::OrderItemId item_id;
    std::int64_t counted = 0;
    std::int64_t received = 0;
};
BOOST_DESCRIBE_STRUCT(Miscount, (), (return_id, item_id, counted, received))
// Items of which the receipts say something else, in either condition.
std::vector<Miscount> miscounts(Reader& reader);

struct ReceivedPieces {
    ReturnId return_id;
    ReceiptId receipt_id;
    catalog::VariantId variant_id;
    std::int64_t resaleable = 0;
    std::int64_t damaged = 0;
};
BOOST_DESCRIBE_STRUCT(ReceivedPieces, (), (return_id, receipt_id, variant_id, resaleable, damaged))
// Of the order's receipts until then.
std::vector<ReceivedPieces> received(Reader& reader, const orders::OrderId& order,
                                     platform::Time until);

struct Page {
    std::optional<orders::OrderId> after;
    std::size_t limit = 0;
};
std::vector<orders::OrderId> orders_after(Reader& reader, const Page& page);
std::vector<Return> settled(Reader& reader, const orders::OrderId& order);

}  // namespace kontor::returns::store
