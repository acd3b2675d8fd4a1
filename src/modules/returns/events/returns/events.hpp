#pragma once

#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "returns/condition.hpp"
#include "returns/ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::returns {

// In every fact actor is who did it: "customer" (a guest), "customer:user_...", "staff:user_...".

struct ReturnRequestedItem {
    orders::OrderItemId item;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReturnRequestedItem, (), (item, variant, quantity, reason))

struct ReturnRequested {
    static constexpr std::string_view name = "returns.return_requested.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
    std::vector<ReturnRequestedItem> items;
    Wish wish = Wish::refund;
};
BOOST_DESCRIBE_STRUCT(ReturnRequested, (), (return_id, order, actor, items, wish))

// The customer may send the goods.
struct ReturnApproved {
    static constexpr std::string_view name = "returns.return_approved.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
    std::optional<std::string> label{};  // the path of one for the parcel
};
BOOST_DESCRIBE_STRUCT(ReturnApproved, (), (return_id, order, actor, label))

// After it was approved: a label for the parcel, at a path of the shop.
struct ReturnLabelMade {
    static constexpr std::string_view name = "returns.return_label_made.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
    std::string carrier;
    std::string tracking_number;
    std::string label;
};
BOOST_DESCRIBE_STRUCT(ReturnLabelMade, (),
                      (return_id, order, actor, carrier, tracking_number, label))

struct ReturnRejected {
    static constexpr std::string_view name = "returns.return_rejected.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReturnRejected, (), (return_id, order, actor, reason))

struct ReturnCancelled {
    static constexpr std::string_view name = "returns.return_cancelled.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
};
BOOST_DESCRIBE_STRUCT(ReturnCancelled, (), (return_id, order, actor))

struct ReturnReceivedItem {
    orders::OrderItemId item;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
    Condition condition = Condition::resaleable;
};
BOOST_DESCRIBE_STRUCT(ReturnReceivedItem, (), (item, variant, quantity, condition))

// Counted as it came in; a return may come in several parcels, each a receipt of its own.
struct ReturnReceived {
    static constexpr std::string_view name = "returns.return_received.v1";
    ReturnId return_id;
    orders::OrderId order;
    ReceiptId receipt;
    std::string actor;
    std::vector<ReturnReceivedItem> items;
    std::optional<std::string> location;  // its code; none: the first
    bool is_complete = false;             // nothing more is to come
};
BOOST_DESCRIBE_STRUCT(ReturnReceived, (),
                      (return_id, order, receipt, actor, items, location, is_complete))

// What came back is settled: amount went to the customer, nothing where it was worth nothing.
struct ReturnRefunded {
    static constexpr std::string_view name = "returns.return_refunded.v1";
    ReturnId return_id;
    orders::OrderId order;
    std::string actor;
    platform::Money amount;
    bool as_store_credit = false;
};
BOOST_DESCRIBE_STRUCT(ReturnRefunded, (), (return_id, order, actor, amount, as_store_credit))

// replacement: the order of the goods that the customer gets instead.
struct ExchangeOrdered {
    static constexpr std::string_view name = "returns.exchange_ordered.v1";
    ReturnId return_id;
    orders::OrderId order;
    orders::OrderId replacement;
    std::string actor;
};
BOOST_DESCRIBE_STRUCT(ExchangeOrdered, (), (return_id, order, replacement, actor))

}  // namespace kontor::returns
