#include "claiming_store.hpp"

namespace kontor::orders::store {

using platform::Tx;

std::vector<OrderId> lock_orders_of_guest(Tx& tx, const std::string& email) {
    return tx.all<OrderId>(
        "select id from orders.customer_order where lower(email) = lower($1) and customer is null"
        " order by id for update",
        email);
}

void set_customer(Tx& tx, const OrderId& id, const auth::UserId& customer) {
    tx.defer("update orders.customer_order set customer = $2, guest_token_hash = '' where id = $1",
             id, customer);
}

}  // namespace kontor::orders::store
