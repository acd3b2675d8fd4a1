#include "store.hpp"

namespace kontor::checkout::store {

#define PURCHASE_COLUMNS                                                                   \
    "id, cart, customer, guest_token_hash, email, shipping_address, billing_address, "     \
    "shipping_option, vat_id, status, order_id, payment, hold_expires_at, claimed_until, " \
    "created_at, tendered, language"

void insert(platform::Tx& tx, const Row& row) {
    tx.defer("insert into checkout.purchase (" PURCHASE_COLUMNS
             ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
             "$17)",
             row.id, row.cart, row.customer, row.guest_token_hash, row.email, row.shipping_address,
             row.billing_address, row.shipping_option, row.vat_id, row.status, row.order_id,
             row.payment, row.hold_expires_at, row.claimed_until, row.created_at, row.tendered,
             row.language);
}

void update(platform::Tx& tx, const Row& row) {
    tx.defer(
        "update checkout.purchase set email = $2, shipping_address = $3, billing_address = $4, "
        "shipping_option = $5, status = $6, order_id = $7, payment = $8, hold_expires_at = $9, "
        "claimed_until = $10, vat_id = $11, customer = $12, tendered = $13 where id = $1",
        row.id, row.email, row.shipping_address, row.billing_address, row.shipping_option,
        row.status, row.order_id, row.payment, row.hold_expires_at, row.claimed_until, row.vat_id,
        row.customer, row.tendered);
}

std::optional<Row> select(platform::Reader& reader, const CheckoutId& id) {
    return reader.one<Row>("select " PURCHASE_COLUMNS " from checkout.purchase where id = $1", id);
}

std::optional<Row> select_for_update(platform::Tx& tx, const CheckoutId& id) {
    return tx.one<Row>(
        "select " PURCHASE_COLUMNS " from checkout.purchase where id = $1 for update", id);
}

std::optional<Row> of_order(platform::Reader& reader, const orders::OrderId& order) {
    return reader.one<Row>("select " PURCHASE_COLUMNS " from checkout.purchase where order_id = $1",
                           order);
}

std::optional<Row> latest_of_cart(platform::Reader& reader, const cart::CartId& cart) {
    return reader.one<Row>(
        "select " PURCHASE_COLUMNS
        " from checkout.purchase where cart = $1 and status in "
        "('completed', 'completing', 'requires_action', 'processing') order by id desc limit 1",
        cart);
}

std::vector<CheckoutId> supersede(platform::Tx& tx, const cart::CartId& cart,
                                  const CheckoutId& except) {
    const auto found = tx.run_expecting(0,
                                        "select from checkout.purchase"
                                        " where cart = $1 and status = 'open' and id <> $2"
                                        " for update",
                                        cart, except);
    if (found == 0) return {};
    return tx.all<CheckoutId>(
        "update checkout.purchase set status = 'expired' "
        "where cart = $1 and status = 'open' and id <> $2 returning id",
        cart, except);
}

std::vector<Row> overdue(platform::Reader& reader, platform::Time now, std::size_t limit) {
    return reader.all<Row>(
        "select " PURCHASE_COLUMNS
        " from checkout.purchase where status in ('completing', 'requires_action', 'processing') "
        "and claimed_until < $1 order by claimed_until limit $2",
        now, limit);
}

std::int64_t note(platform::Tx& tx, const std::vector<orders::OrderId>& orders) {
    return tx.run(
        "insert into checkout.to_settle (order_id) select distinct paid.id "
        "from unnest($1::uuid[]) as paid(id) where not exists ("
        "select from checkout.purchase p where p.order_id = paid.id "
        "and p.status in ('completing', 'completed')) on conflict do nothing",
        orders);
}

std::vector<orders::OrderId> noted(platform::Reader& reader, std::size_t limit) {
    return reader.all<orders::OrderId>("select order_id from checkout.to_settle limit $1", limit);
}

void strike(platform::Tx& tx, const std::vector<orders::OrderId>& orders) {
    tx.defer("delete from checkout.to_settle where order_id = any($1)", orders);
}

std::int64_t end_of_merged(platform::Tx& tx, const cart::CartId& cart) {
    return tx.run(
        "with over as ("
        "  update checkout.purchase set status = 'expired' where cart = $1 and status = 'open'"
        "  returning id)"
        " insert into checkout.to_release (checkout) select id from over on conflict do nothing",
        cart);
}

std::vector<CheckoutId> to_release(platform::Reader& reader, std::size_t limit) {
    return reader.all<CheckoutId>("select checkout from checkout.to_release limit $1", limit);
}

void strike(platform::Tx& tx, const std::vector<CheckoutId>& released) {
    tx.defer("delete from checkout.to_release where checkout = any($1)", released);
}

void hand_over(platform::Tx& tx, const orders::OrderId& order, const auth::UserId& customer) {
    tx.defer(
        "update checkout.purchase set customer = $2, guest_token_hash = '' where order_id = $1",
        order, customer);
}

std::int64_t expire_open(platform::Tx& tx, platform::Time hold_expired_before) {
    return tx.run(
        "update checkout.purchase set status = 'expired' "
        "where status = 'open' and hold_expires_at < $1",
        hold_expired_before);
}

}  // namespace kontor::checkout::store
