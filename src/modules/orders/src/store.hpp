// The schema `orders` in SQL.
#pragma once

#include "orders/orders.hpp"
#include "orders/owners.hpp"
#include "platform/db/database.hpp"
#include "states.hpp"

namespace kontor::orders::store {

// An order with what a transition needs to know.
struct OrderRow {
    Order order;
    auth::Shopper owner;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t authorized = 0;  // and not captured
    std::int64_t credited = 0;    // of what was captured, promised back by edits of staff
    bool told_paid = false;       // OrderPaid was announced
    bool told_released = false;   // OrderReleased was
};

// What was captured, and not promised back, pays for all of it.
bool is_paid(const OrderRow& row);

// Works out what follows from status, total and sums: payment_status and amount_due.
void derive(OrderRow& row);

// The number; nothing when the id or the cart is taken.
std::optional<std::string> insert(platform::Tx& tx, const NewOrder& order, platform::Time at,
                                  Status status = Status::pending);

std::optional<OrderRow> select(platform::Reader& reader, const OrderId& id);
std::vector<OrderRow> select_all(platform::Reader& reader, const std::vector<OrderId>& ids);
std::optional<OrderRow> select_for_update(platform::Tx& tx, const OrderId& id);
std::optional<OrderId> id_of_number(platform::Reader& reader, const std::string& number);
std::optional<OrderId> id_of_checkout(platform::Reader& reader, const platform::Uuid& checkout);
std::optional<OrderId> alive_order_of_cart(platform::Reader& reader, const platform::Uuid& cart);
std::vector<OrderRow> select_page(platform::Reader& reader, const OrderFilter& filter);

// Locks the orders; answers those of which money captured is not counted with their placing: they
// are over, were not paid then, or were edited since.
std::vector<OrderId> lock_uncounted(platform::Tx& tx, const std::vector<OrderId>& ids);

// Status, money and states, as they now stand in the row.
void update(platform::Tx& tx, const OrderRow& row);
// Places it as the row says; false where it is not pending, or not as it was, any more.
bool place(platform::Tx& tx, const OrderRow& row);

struct History {
    OrderId order;
    std::optional<Status> from;
    OrderStates after;
    std::int64_t due = 0;
    std::string actor;
    std::string event;
    std::optional<std::string> detail;
};
// What happened, and how the order stands after it.
History entry(const Order& order, std::optional<Status> from, std::string actor, std::string event,
              std::optional<std::string> detail = {});
void append(platform::Tx& tx, const std::vector<History>& entries, platform::Time at);
// Until then, where a time is given.
std::vector<TimelineEntry> timeline(platform::Reader& reader, const OrderId& id,
                                    std::optional<platform::Time> until = {});
// As it stood then; nothing before it was made.
std::optional<Order> select_at(platform::Reader& reader, const OrderId& id, platform::Time at);

// Items, sums, terms and addresses as they now stand in the order, and what they were in the
// history; order.items are all it has from now on.
void revise(platform::Tx& tx, const Order& order, platform::Time at);

void add_shipped(platform::Tx& tx, const OrderId& order, const std::vector<OrderItemId>& items,
                 const std::vector<std::int64_t>& quantities);
// What was shipped is delivered.
void mark_delivered(platform::Tx& tx, const std::vector<OrderItemId>& items,
                    const std::vector<std::int64_t>& quantities);
// Each item once.
void add_returned(platform::Tx& tx, const std::vector<OrderItemId>& items,
                  const std::vector<std::int64_t>& quantities);
// Whether staff decided what goes back for goods that had been shipped.
bool is_settled(platform::Reader& reader, const OrderId& order);
std::vector<ItemProgress> progress(platform::Reader& reader, const OrderId& order);
// Whether the order waits for goods; false where it neither did nor does.
bool note_backorder(platform::Tx& tx, const OrderId& order, bool waits);

struct OrderSum {
    OrderId id;
    std::string what;
    std::int64_t total = 0;
    std::int64_t parts = 0;
};
BOOST_DESCRIBE_STRUCT(OrderSum, (), (id, what, total, parts))
// Orders whose lines, discounts and taxes do not add up to their totals (M4); that the totals agree
// with each other is a constraint.
std::vector<OrderSum> wrong_sums(platform::Reader& reader);

struct Step {
    OrderId order;
    std::optional<Status> from_status;
    Status to_status{};
};
BOOST_DESCRIBE_STRUCT(Step, (), (order, from_status, to_status))
// Every change of status in the timeline.
std::vector<Step> steps(platform::Reader& reader);

std::vector<PlacedOrder> placed_after(platform::Reader& reader, const std::optional<OrderId>& after,
                                      std::size_t limit);
std::vector<OrderMoney> money_after(platform::Reader& reader, const std::optional<OrderId>& after,
                                    std::size_t limit);

}  // namespace kontor::orders::store
