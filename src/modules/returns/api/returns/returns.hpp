#pragma once

#include "auth/shopper.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"
#include "returns/condition.hpp"
#include "returns/ids.hpp"
#include "shipping/return_labels.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::returns {

// partially_received: more is still to come.
enum class Status {
    requested,
    approved,
    partially_received,
    received,
    refunded,
    rejected,
    cancelled
};
BOOST_DESCRIBE_ENUM(Status, requested, approved, partially_received, received, refunded, rejected,
                    cancelled)

struct ReturnItem {
    orders::OrderItemId item_id;
    catalog::VariantId variant_id;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;  // that is to come back
    std::string reason;
    std::int64_t resaleable = 0;  // that came back, as it was counted
    std::int64_t damaged = 0;
};
BOOST_DESCRIBE_STRUCT(ReturnItem, (),
                      (item_id, variant_id, sku, title, quantity, reason, resaleable, damaged))

// What the customer wants instead.
struct Replacement {
    catalog::VariantId variant_id;
    std::string sku;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(Replacement, (), (variant_id, sku, quantity))

struct Return {
    ReturnId id;
    orders::OrderId order_id;
    std::string order_number;
    Status status = Status::requested;
    Wish wish = Wish::refund;
    std::vector<ReturnItem> items;
    std::vector<Replacement> replacement;
    std::optional<std::string> comment;
    std::optional<std::string> rejection_reason;
    std::optional<platform::Money> refunded;  // once it is settled
    bool as_store_credit = false;
    std::optional<orders::OrderId> exchange_order_id;
    platform::Time created_at;
    std::optional<shipping::ReturnLabel> label{};  // that the goods come back with
};
BOOST_DESCRIBE_STRUCT(Return, (),
                      (id, order_id, order_number, status, wish, items, replacement, comment,
                       rejection_reason, refunded, as_store_credit, exchange_order_id, created_at,
                       label))

using Pieces = platform::Whole<1, 1'000'000>;

struct ItemToReturn {
    orders::OrderItemId item_id;
    Pieces quantity;
    platform::Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(ItemToReturn, (), (item_id, quantity, reason))

// Exactly one of sku and variant_id.
struct WantedItem {
    std::optional<platform::Text<1, 120>> sku;
    std::optional<catalog::VariantId> variant_id;
    platform::Whole<1, 10'000> quantity;
};
BOOST_DESCRIBE_STRUCT(WantedItem, (), (sku, variant_id, quantity))

struct NewReturn {
    std::vector<ItemToReturn> items;
    std::optional<Wish> wish;  // default: refund
    std::optional<std::vector<WantedItem>> replacement;
    std::optional<platform::Text<1, 2000>> comment;
};
BOOST_DESCRIBE_STRUCT(NewReturn, (), (items, wish, replacement, comment))

struct CountedItem {
    orders::OrderItemId item_id;
    Pieces quantity;
    Condition condition = Condition::resaleable;
};
BOOST_DESCRIBE_STRUCT(CountedItem, (), (item_id, quantity, condition))

struct Receipt {
    std::vector<CountedItem> items;
    std::optional<platform::Text<1, 60>> location;  // default: the first
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (items, location))

struct ItemToRefund {
    orders::OrderItemId item_id;
    Pieces quantity;
};
BOOST_DESCRIBE_STRUCT(ItemToRefund, (), (item_id, quantity))

enum class RefundTo { original, store_credit };
BOOST_DESCRIBE_ENUM(RefundTo, original, store_credit)

struct Settlement {
    std::optional<std::vector<ItemToRefund>> items;  // default: all that came back; may be none
    std::optional<bool> shipping;                    // what is left of it
    std::optional<platform::Money> shipping_amount;
    std::optional<platform::Money> restocking_fee;
    std::optional<RefundTo> to;  // default: as wished, for an exchange as credit; guests: original
};
BOOST_DESCRIBE_STRUCT(Settlement, (), (items, shipping, shipping_amount, restocking_fee, to))

struct ReturnFilter {
    std::optional<Status> status{};
    std::optional<orders::OrderId> order{};
    std::optional<ReturnId> after{};  // newest first; the last return of the page before
    std::size_t limit = 20;
    std::optional<auth::UserId> customer{};  // who asked for it
};
BOOST_DESCRIBE_STRUCT(ReturnFilter, (), (status, order, after, limit, customer))

// One line of a return's history.
struct Move {
    platform::Time at;
    std::string actor;
    std::optional<Status> from;
    Status to = Status::requested;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Move, (), (at, actor, from, to, reason))

// Goods that come back, from the request to the money. Every transition is checked against the
// state table (invalid_transition, conflict, with from, to and allowed), kept in the history and
// announced, in one transaction. actor: as in an order's timeline. Every call on a return refuses
// returns.no_such_return (not_found). Thread-safe.
class Returns {
public:
    virtual ~Returns() = default;

    // owner absent: staff, whom no period binds. Of no line more can be on its way back, or be
    // back, than was shipped, however many ask at one time. Refuses orders.no_such_order, also for
    // somebody else's; returns.nothing_to_return, returns.no_such_item, returns.item_twice,
    // returns.no_replacement, returns.needless_replacement, returns.sku_or_variant,
    // returns.no_such_variant, returns.no_store_credit (invalid); returns.quantity_exceeds_shipped
    // (conflict, detail returnable), returns.too_late (conflict, detail returnable_until).
    virtual platform::Result<Return> request(const orders::OrderId& order,
                                             const std::optional<auth::Shopper>& owner,
                                             const std::string& actor, const NewReturn& wanted) = 0;
    virtual platform::Result<Return> find(const ReturnId& id) = 0;
    virtual std::vector<Return> list(const ReturnFilter& filter) = 0;
    // Oldest first.
    virtual std::vector<Move> history(const ReturnId& id) = 0;

    virtual platform::Result<Return> cancel(const ReturnId& id, const std::string& actor) = 0;
    // Where the shop names a carrier for it, with a label; without one where that carrier makes
    // none now.
    virtual platform::Result<Return> approve(const ReturnId& id, const std::string& actor) = 0;
    virtual platform::Result<Return> reject(const ReturnId& id, const std::string& actor,
                                            const std::string& reason) = 0;
    // A label of a carrier that makes any, with which the customer sends the goods; again: the
    // same. Tells the customer. Refuses returns.no_label_now (conflict) unless goods are expected,
    // and what shipping::ReturnLabels::make() does.
    virtual platform::Result<Return> make_label(const ReturnId& id, const std::string& actor,
                                                const shipping::ReturnLabelWish& wish) = 0;
    // Records what came in and in which condition; once nothing more is to come the return is
    // received. Refuses returns.nothing_received, returns.no_such_item,
    // returns.no_such_location (invalid), returns.quantity_exceeds_requested (conflict, detail
    // expected).
    virtual platform::Result<Return> receive(const ReturnId& id, const std::string& actor,
                                             const Receipt& receipt) = 0;
    // Settles what came back; nothing more of the return is expected. The same money once, however
    // often asked. Refuses returns.no_such_item, returns.item_twice (invalid),
    // returns.quantity_exceeds_received (conflict, detail refundable), and what
    // orders::Refunds::refund() does.
    virtual platform::Result<Return> refund(const ReturnId& id, const std::string& actor,
                                            const Settlement& settlement) = 0;

    // T1 no more is returned than was shipped, T2 only legal transitions, T3 what was counted is in
    // the receipts, T4 what was settled is refunded, T5 what came in is in the movements of stock,
    // two minutes later, T6 nothing comes back twice.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::returns
