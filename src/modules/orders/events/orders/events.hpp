#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "shipping/address.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::orders {

struct OrderedItem {
    OrderItemId item;
    catalog::VariantId variant;
    std::int64_t quantity = 0;
    std::optional<catalog::ProductId> product{};  // none in facts of before it was added
};
BOOST_DESCRIBE_STRUCT(OrderedItem, (), (item, variant, quantity, product))

// Pending became placed: the purchase is binding.
struct OrderPlaced {
    static constexpr std::string_view name = "orders.order_placed.v1";
    OrderId order;
    std::string number;
    std::string email;
    platform::Money total;
    std::vector<OrderedItem> items;
    std::optional<auth::UserId> customer{};  // none: a guest
    std::optional<std::string> guest{};      // the hash of the Guest-Token that opens the order
};
BOOST_DESCRIBE_STRUCT(OrderPlaced, (), (order, number, email, total, items, customer, guest))

// What was captured pays for all of it, also after an edit. Announced at most once.
struct OrderPaid {
    static constexpr std::string_view name = "orders.order_paid.v1";
    OrderId order;
    platform::Uuid checkout;
    std::vector<OrderedItem> items;
    shipping::Address address;
};
BOOST_DESCRIBE_STRUCT(OrderPaid, (), (order, checkout, items, address))

// The goods may leave although not all is captured: the rest is authorised, or is paid when they
// arrive. Announced at most once, and never after OrderPaid.
struct OrderReleased {
    static constexpr std::string_view name = "orders.order_released.v1";
    OrderId order;
    platform::Uuid checkout;
    std::vector<OrderedItem> items;
    shipping::Address address;
};
BOOST_DESCRIBE_STRUCT(OrderReleased, (), (order, checkout, items, address))

struct EditedItem {
    OrderItemId item;
    catalog::VariantId variant;
    std::int64_t before = 0;  // 0: added
    std::int64_t after = 0;   // 0: taken out
};
BOOST_DESCRIBE_STRUCT(EditedItem, (), (item, variant, before, after))

// Staff changed what was ordered, before any of it was shipped. Its stock has followed already.
struct OrderEdited {
    static constexpr std::string_view name = "orders.order_edited.v1";
    // Why payments gives back what became too much: PaymentRefunded says so.
    static constexpr std::string_view refund_reason = "order_edited";
    OrderId order;
    platform::Uuid checkout;
    std::vector<EditedItem> items;     // whose quantity changed
    platform::Money difference;        // of the total; negative where the order became cheaper
    std::vector<OrderedItem> ordered;  // all that is ordered now
    shipping::Address address;
};
BOOST_DESCRIBE_STRUCT(OrderEdited, (), (order, checkout, items, difference, ordered, address))

// More was captured than the order costs by now: a payment came after all. It goes back, as one
// refund by its cause.
struct OrderOvercharged {
    static constexpr std::string_view name = "orders.order_overcharged.v1";
    OrderId order;
    platform::Money excess;
    platform::Uuid cause;
};
BOOST_DESCRIBE_STRUCT(OrderOvercharged, (), (order, excess, cause))

// is_settled: its goods went out and came back, and what goes back for them was decided: no more
// does.
struct OrderCancelled {
    static constexpr std::string_view name = "orders.order_cancelled.v1";
    OrderId order;
    platform::Uuid checkout;
    std::string reason;
    bool was_placed = false;
    bool is_settled = false;
};
BOOST_DESCRIBE_STRUCT(OrderCancelled, (), (order, checkout, reason, was_placed, is_settled))

// Everything shipped and delivered.
struct OrderCompleted {
    static constexpr std::string_view name = "orders.order_completed.v1";
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderCompleted, (), (order))

// The payment did not come in time: the order ends without ever having been placed.
struct OrderExpired {
    static constexpr std::string_view name = "orders.order_expired.v1";
    OrderId order;
    platform::Uuid checkout;
};
BOOST_DESCRIBE_STRUCT(OrderExpired, (), (order, checkout))

struct OrderArchived {
    static constexpr std::string_view name = "orders.order_archived.v1";
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderArchived, (), (order))

}  // namespace kontor::orders
