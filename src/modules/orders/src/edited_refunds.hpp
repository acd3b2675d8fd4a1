// What an edit takes out of an order of goods that were refunded before. Pure.
#pragma once

#include "orders/orders.hpp"
#include "orders/refunds.hpp"

namespace kontor::orders {

// Of one item in one refund, what is still in the order.
struct RefundedGoods {
    payments::RefundId refund_id;
    OrderItemId item_id;
    std::int64_t quantity = 0;
    std::int64_t gross = 0;
    std::int64_t tax = 0;
    std::int64_t fee = 0;     // of the refund
    std::int64_t whole = 0;   // of the refund: its goods and shipping, before the fee
    std::int64_t edited = 0;  // of the whole: what edits before took out
};
BOOST_DESCRIBE_STRUCT(RefundedGoods, (),
                      (refund_id, item_id, quantity, gross, tax, fee, whole, edited))

struct TakenOut {
    std::vector<RefundedGoods> goods;  // quantity, gross and tax: what goes out now
    std::int64_t paid_back = 0;        // for them: less their part of the fee
};

// Pieces that were refunded leave first, those refunded last before others; of a piece that stays
// and costs less goes out what it costs less. refunded: newest first.
TakenOut take_out(const std::vector<RefundedGoods>& refunded, const Order& before,
                  const Order& after);

// What of the refund concerns goods that are still in the order. out: what edits took out.
OrderRefund without(OrderRefund refund, const std::vector<RefundedItem>& out);

}  // namespace kontor::orders
