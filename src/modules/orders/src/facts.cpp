#include "facts.hpp"

namespace kontor::orders {

std::vector<OrderedItem> ordered_items(const Order& order) {
    std::vector<OrderedItem> items;
    for (const auto& item : order.items)
        items.push_back({item.id, item.variant_id, item.quantity, item.product_id});
    return items;
}

OrderPaid paid_fact(const Order& order) {
    return {order.id, order.checkout, ordered_items(order), order.shipping_address};
}

OrderReleased released_fact(const Order& order) {
    return {order.id, order.checkout, ordered_items(order), order.shipping_address};
}

}  // namespace kontor::orders
