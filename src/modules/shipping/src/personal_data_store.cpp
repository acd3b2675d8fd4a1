#include "orders/order_forgotten.hpp"
#include "shipping/personal_data.hpp"

namespace kontor::shipping {

using platform::Delivery;
using platform::Tx;

void forget_addresses(platform::Dispatcher& dispatcher, platform::Database& database) {
    platform::Subscription forgotten("shipping.forgotten_orders", database);
    forgotten.on<orders::OrderForgotten>(
        [](Tx& tx, const orders::OrderForgotten& fact, const Delivery&) {
            tx.defer(
                "update shipping.consignment set address = jsonb_build_object('name', '-',"
                " 'line1', '-', 'city', '-', 'postal_code', '-', 'country', address->>'country')"
                " where order_id = $1",
                fact.order);
            tx.defer(
                "update shipping.tracking_event t set detail = null from shipping.shipment s"
                " where s.order_id = $1 and t.shipment = s.id",
                fact.order);
        });
    dispatcher.add(std::move(forgotten));
}

}  // namespace kontor::shipping
