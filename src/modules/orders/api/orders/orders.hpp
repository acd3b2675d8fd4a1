#pragma once

#include "auth/shopper.hpp"
#include "orders/events.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "platform/core/violation.hpp"
#include "pricing/calculation.hpp"
#include "shipping/address.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::orders {

// A purchase whose payment was refused ends as cancelled, reason payment_refused.
enum class Status { draft, pending, placed, completed, archived, cancelled, expired };
BOOST_DESCRIBE_ENUM(Status, draft, pending, placed, completed, archived, cancelled, expired)

enum class PaymentState {
    none,
    authorized,
    paid,
    partially_paid,
    overcharged,
    partially_refunded,
    refunded,
    voided
};
BOOST_DESCRIBE_ENUM(PaymentState, none, authorized, paid, partially_paid, overcharged,
                    partially_refunded, refunded, voided)

// backorder: something that is to be sent is not in the house yet.
enum class FulfilmentState { unfulfilled, backorder, partial, shipped, delivered, cancelled };
BOOST_DESCRIBE_ENUM(FulfilmentState, unfulfilled, backorder, partial, shipped, delivered, cancelled)

struct OrderItem {
    OrderItemId id;
    catalog::VariantId variant_id;
    std::string sku;
    std::string title;
    std::int64_t quantity = 0;
    platform::Money unit_price;
    platform::Money subtotal;
    platform::Money discount;
    platform::Money tax;
    platform::Money total;
    std::optional<catalog::ProductId> product_id{};  // none in orders of before it was kept
    std::vector<pricing::Discount> discounts{};
    std::vector<pricing::Tax> taxes{};
};
BOOST_DESCRIBE_STRUCT(OrderItem, (),
                      (id, variant_id, sku, title, quantity, unit_price, subtotal, discount, tax,
                       total, product_id, discounts, taxes))

// What the rules gave and took in all. None in orders of before it was kept.
struct Terms {
    std::vector<pricing::Discount> discounts{};  // one per promotion, of goods and of shipping
    std::vector<pricing::Tax> taxes{};           // one per rate
    std::optional<pricing::CalculatedFreight> freight{};
    std::vector<std::string> coupons{};
    std::optional<std::string> vat_id{};
    std::optional<std::string> pickup{};  // the option by which the goods were fetched
};
BOOST_DESCRIBE_STRUCT(Terms, (), (discounts, taxes, freight, coupons, vat_id, pickup))

struct Order {
    OrderId id;
    std::string number;
    Status status = Status::pending;
    PaymentState payment_status = PaymentState::none;
    FulfilmentState fulfilment_status = FulfilmentState::unfulfilled;
    std::string email;
    std::vector<OrderItem> items;
    pricing::Totals totals;
    shipping::Address shipping_address;
    shipping::Address billing_address;
    std::string shipping_option;  // its name
    std::optional<std::string> cancellation_reason;
    platform::Uuid checkout;
    platform::Time created_at;
    Terms terms{};
    platform::Money amount_due{};           // what was neither captured nor given up
    std::optional<std::string> language{};  // that it was ordered in, where that is known
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, number, status, payment_status, fulfilment_status, email, items, totals,
                       shipping_address, billing_address, shipping_option, cancellation_reason,
                       checkout, created_at, terms, amount_due, language))

// Frozen as it is: prices, taxes and addresses are never worked out again.
struct NewOrder {
    OrderId id;  // chosen by the checkout, so that asking twice makes one order
    platform::Uuid cart;
    platform::Uuid checkout;
    auth::Shopper owner;
    std::string email;
    std::vector<OrderItem> items;
    pricing::Totals totals;
    shipping::Address shipping_address;
    shipping::Address billing_address;
    std::string shipping_option;
    Terms terms{};
    std::optional<std::string> language{};
};
BOOST_DESCRIBE_STRUCT(NewOrder, (),
                      (id, cart, checkout, owner, email, items, totals, shipping_address,
                       billing_address, shipping_option, terms, language))

struct OrderStates {
    Status status{};
    PaymentState payment_status{};
    FulfilmentState fulfilment_status{};
};
BOOST_DESCRIBE_STRUCT(OrderStates, (), (status, payment_status, fulfilment_status))

// Who did something: "customer" (a guest), "customer:user_...", "staff:user_...",
// "api_key:key_...", "carrier:acme", "system".
struct TimelineEntry {
    platform::Time at;
    std::string actor;
    std::string event;                  // "placed", "paid", "shipped", "cancelled", "note", ...
    std::optional<std::string> detail;  // the reason, or what the note says
    std::optional<OrderStates> before{};
    std::optional<OrderStates> after{};  // neither in entries of before they were kept
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (at, actor, event, detail, before, after))

struct OrderFilter {
    std::optional<Status> status;
    std::optional<auth::UserId> customer;
    std::optional<OrderId> after;  // newest first; the last order of the page before
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(OrderFilter, (), (status, customer, after, limit))

struct OrderMoney {
    OrderId order;
    Status status = Status::pending;
    std::int64_t total = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    platform::Time changed_at;
    bool is_settled = false;   // of what was shipped: what is kept stays
    bool is_paid = false;      // placed, and what was captured pays for it
    bool is_released = false;  // placed, and what is missing is promised
};
BOOST_DESCRIBE_STRUCT(OrderMoney, (),
                      (order, status, total, captured, refunded, changed_at, is_settled, is_paid,
                       is_released))

// What stands behind an order when it is placed.
struct Funding {
    Funding(const platform::Money& captured_money) : captured(captured_money) {}
    platform::Money captured;
    std::int64_t authorized = 0;   // open, in the minor units of captured
    bool goods_may_leave = false;  // although not all is captured
};

// Orders, their numbers, states and history. Every transition is checked against the state
// table (invalid_transition, conflict, with from, to and allowed), written to the timeline and
// announced, in one transaction. Every call may be repeated with the effect of once. Thread-safe.
class Orders {
public:
    virtual ~Orders() = default;

    // Refuses orders.cart_ordered (conflict, detail order_id) when the cart has another order
    // that is alive.
    virtual platform::Result<Order> place_pending(const NewOrder& order) = 0;
    // pending -> placed; announces OrderPlaced and, when what was captured pays for all, OrderPaid,
    // or else OrderReleased where the goods may leave. pending: as place_pending() or order()
    // answered it. A cancelled order refuses invalid_transition: the money must go back.
    virtual platform::Result<Order> place(const Order& pending, const auth::Shopper& owner,
                                          const Funding& funding) = 0;
    // pending -> cancelled, without anything to give back.
    virtual platform::Result<Order> fail(const OrderId& id, const std::string& reason) = 0;
    // pending -> expired: nobody paid in time. Announces OrderExpired.
    virtual platform::Result<Order> expire(const OrderId& id) = 0;
    // placed -> cancelled where nothing was shipped; for staff (no owner) also where all of it is
    // back. Stock and money go back by the fact, the money unless staff decided of it before.
    // Money of a pending order may be on its way, so that only its purchase ends it:
    // completion_in_progress (conflict, detail retry_after). Refuses orders.no_such_order,
    // invalid_transition.
    virtual platform::Result<Order> cancel(const OrderId& id,
                                           const std::optional<auth::Shopper>& owner,
                                           const std::string& actor, const std::string& reason) = 0;
    // owner absent: staff. Refuses orders.no_such_order, also for somebody else's.
    virtual platform::Result<Order> order(const OrderId& id,
                                          const std::optional<auth::Shopper>& owner) = 0;
    virtual std::vector<Order> list(const OrderFilter& filter) = 0;
    virtual std::vector<TimelineEntry> timeline(const OrderId& id) = 0;
    // By number or TypeID, for the command line. Refuses orders.no_such_order.
    virtual platform::Result<Order> find(const std::string& number_or_id) = 0;

    // M4, O3: sums and histories of all orders.
    virtual std::vector<platform::Violation> check() = 0;
    virtual std::vector<OrderMoney> money_after(const std::optional<OrderId>& after,
                                                std::size_t limit) = 0;
};

}  // namespace kontor::orders
