#include "draft_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::orders::store {

using platform::JsonColumn;

void keep_wish(platform::Tx& tx, const OrderId& id, const DraftWish& wish) {
    tx.defer(
        "insert into orders.draft (order_id, wish) values ($1, $2)"
        " on conflict (order_id) do update set wish = excluded.wish",
        id, JsonColumn<DraftWish>{wish});
}

std::optional<DraftWish> wish_of(platform::Reader& reader, const OrderId& id) {
    auto column =
        reader.one<JsonColumn<DraftWish>>("select wish from orders.draft where order_id = $1", id);
    if (!column) return std::nullopt;
    return std::move(column->value);
}

void set_customer(platform::Tx& tx, const OrderId& id,
                  const std::optional<auth::UserId>& customer) {
    tx.defer("update orders.customer_order set customer = $2 where id = $1", id, customer);
}

platform::Uuid cart_of(platform::Reader& reader, const OrderId& id) {
    return reader.one<platform::Uuid>("select cart from orders.customer_order where id = $1", id)
        .value();
}

bool discard(platform::Tx& tx, const OrderId& id) {
    return tx.one<bool>("select orders.discard($1)", id).value();
}

}  // namespace kontor::orders::store
