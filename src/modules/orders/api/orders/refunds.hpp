#pragma once

#include "orders/ids.hpp"
#include "payments/payments.hpp"

namespace kontor::orders {

struct RefundLine {
    OrderItemId item_id;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(RefundLine, (), (item_id, quantity))

enum class RefundTo { original, store_credit };
BOOST_DESCRIBE_ENUM(RefundTo, original, store_credit)

// Either an amount, or lines and shipping less a fee.
struct RefundWish {
    std::optional<platform::Money> amount{};
    std::vector<RefundLine> lines{};
    bool all_shipping = false;  // what is left of it
    std::optional<platform::Money> shipping{};
    std::optional<platform::Money> restocking_fee{};
    RefundTo to = RefundTo::original;
    std::string reason;
    std::string actor;     // as in the timeline
    platform::Uuid cause;  // the same is refunded once: a request, a return
};
BOOST_DESCRIBE_STRUCT(RefundWish, (),
                      (amount, lines, all_shipping, shipping, restocking_fee, to, reason, actor,
                       cause))

struct RefundedItem {
    OrderItemId item_id;
    std::int64_t quantity = 0;
    platform::Money amount;  // gross
    platform::Money tax;     // the part of the amount
};
BOOST_DESCRIBE_STRUCT(RefundedItem, (), (item_id, quantity, amount, tax))

// failed: the provider refuses part of it for good. pending: part of it has not gone back yet.
struct OrderRefund {
    payments::RefundId id;
    platform::Money amount;
    payments::RefundStatus status = payments::RefundStatus::pending;
    std::vector<RefundedItem> items;
    std::optional<platform::Money> shipping;
    std::optional<platform::Money> restocking_fee;
    RefundTo to = RefundTo::original;
    std::string reason;
    platform::Time created_at;
    std::optional<platform::Money> shipping_tax{};  // the part of the shipping
    std::optional<platform::Money> refused{};       // the part of the amount that failed
};
BOOST_DESCRIBE_STRUCT(OrderRefund, (),
                      (id, amount, status, items, shipping, restocking_fee, to, reason, created_at,
                       shipping_tax, refused))

// What goes back of an order, line by line: of k of n pieces floor(paid * k / n) counted from the
// first, so that all pieces are what was paid for them; shipping where it is asked for.
// Thread-safe.
class Refunds {
public:
    virtual ~Refunds() = default;

    // Sends the money, or has the job do it. Refuses orders.no_such_order, orders.no_such_item,
    // orders.bad_refund (invalid), orders.refund_exceeds_order (conflict, detail refundable), and
    // what payments refuses.
    virtual platform::Result<OrderRefund> refund(const OrderId& order, const RefundWish& wish) = 0;
    // The same without calling a provider: may join a transaction of several, after which the
    // caller sends what was promised (payments::Payments::send_refunds).
    virtual platform::Result<OrderRefund> promise_refund(const OrderId& order,
                                                         const RefundWish& wish) = 0;
    // What refund() would give back, changing nothing.
    virtual platform::Result<platform::Money> quote_refund(const OrderId& order,
                                                           const RefundWish& wish) = 0;
    // Oldest first, with what went back because the order was given up or edited. at: as it stood
    // then.
    virtual std::vector<OrderRefund> refunds_of(const OrderId& order,
                                                std::optional<platform::Time> at = {}) = 0;
    // The same as far as it concerns what the order still costs: without goods, and their amounts,
    // that edits have taken out since.
    virtual std::vector<OrderRefund> standing_refunds_of(const OrderId& order) = 0;
};

}  // namespace kontor::orders
