// What staff changes of an order before any of it is shipped, and how it is paid for.
#pragma once

#include "catalog/catalog.hpp"
#include "edited_refunds.hpp"
#include "inventory/inventory.hpp"
#include "money_counting.hpp"
#include "orders/module.hpp"
#include "payments/tenders.hpp"
#include "pricing/pricing.hpp"

namespace kontor::orders {

struct Addition {
    std::string sku;
    std::int64_t quantity = 0;
};

struct ItemChange {
    OrderItemId item;
    std::optional<std::int64_t> quantity{};
    std::optional<platform::Money> unit_price{};
};

struct Edit {
    std::vector<Addition> add;
    std::vector<ItemChange> change;
    std::vector<OrderItemId> remove;
    std::optional<platform::Money> expected_total{};
    std::string reason;
    std::string actor;
};

// By which what is due is paid: gift cards as far as they go, in this order, then the payment.
struct DueMeans {
    std::optional<payments::PaymentRequest> payment{};
    std::vector<std::string> gift_cards{};
};

class Editing {
public:
    Editing(const Counter& counter, const Trade& trade, payments::Tenders& tenders);

    // All of it or nothing: prices, stock and what is given back. Refuses orders.no_such_order,
    // orders.no_such_item, orders.item_twice, orders.nothing_left, orders.nothing_to_change,
    // catalog.no_such_variant, orders.not_sold_in_currency (invalid), invalid_transition,
    // orders.total_changed (detail current_total), insufficient_stock, payments.capture_under_way
    // (conflict, detail retry_after), and what payments refuses to give back.
    platform::Result<Order> edit(const OrderId& id, const Edit& edit);

    // Charges what is due once everything is counted that payments know of. Refuses
    // orders.no_such_order, orders.nothing_due, payments.already_paying (conflict: another payment
    // waits for the customer), orders.payment_missing (invalid: the gift cards do not pay all of
    // it), payment_declined (what gift cards paid stays paid), and what payments refuses to charge
    // or to aim.
    platform::Result<Order> pay_due(const OrderId& id, const std::optional<auth::Shopper>& owner,
                                    const DueMeans& means);

private:
    platform::Result<std::vector<OrderItem>> price(const store::OrderRow& row,
                                                   const std::vector<Addition>& additions);
    platform::Result<> check_editable(const store::OrderRow& row);
    // What an order was, and what it becomes.
    struct Revision {
        Order before;
        store::OrderRow row;
        std::vector<RefundedGoods> taken_out{};  // of what was refunded before
    };
    // The order is locked from here.
    platform::Result<Revision> revision(platform::Tx& tx, const OrderId& id, const Edit& edit,
                                        const std::vector<OrderItem>& added);
    // What was captured beyond the new total, and is not back yet.
    platform::Result<> give_back(store::OrderRow& row);
    // What is authorised or awaited follows what is left to pay.
    platform::Result<> aim_capture(store::OrderRow& row);
    // The order with all that payments know of; locked.
    platform::Result<store::OrderRow> counted(platform::Tx& tx, const OrderId& id);
    struct Due {
        platform::Money amount;
        std::optional<int> attempt;  // none: another one may pay yet
        std::int64_t tax = 0;        // the part of the amount
    };
    static platform::Result<> check(const Due& due);
    platform::Result<Due> due(const OrderId& id, const std::string& provider);
    platform::Result<Order> spend_gift_cards(const OrderId& id, const DueMeans& means);
    platform::Result<Order> charge_due(const OrderId& id, payments::PaymentRequest request);
    void keep(platform::Tx& tx, Revision& revision, const Edit& edit);
    // The transactions of several modules as one.
    platform::Result<Order> apply(const OrderId& id, const Edit& edit,
                                  const std::vector<OrderItem>& added);

    Counter counter_;
    Trade trade_;
    payments::Tenders& tenders_;
    MoneyCounting money_;
};

}  // namespace kontor::orders
