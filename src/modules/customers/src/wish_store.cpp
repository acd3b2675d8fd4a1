#include "wish_store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::customers::store {

using namespace platform;

std::vector<Wish> wishes(Reader& reader, const auth::UserId& customer, const WishFilter& filter) {
    return listed<Wish>(
        reader,
        "select id, product, variant, added_at from customers.wish"
        " where customer = $1 and ($2::uuid is null or id < $2) order by id desc limit $3",
        customer, filter.after, filter.limit);
}

Wish insert_wish(Tx& tx, const auth::UserId& customer, const Wish& wish) {
    tx.defer(
        "insert into customers.wish (id, customer, product, variant, added_at)"
        " values ($1, $2, $3, $4, $5) on conflict do nothing",
        wish.id, customer, wish.product, wish.variant, wish.added_at);
    return tx
        .one<Wish>(
            "select id, product, variant, added_at from customers.wish"
            " where customer = $1 and product = $2 and variant is not distinct from $3::uuid",
            customer, wish.product, wish.variant)
        .value();
}

std::int64_t lock_and_count_wishes(Tx& tx, const auth::UserId& customer) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('wishes ' || $1::text, 0))", customer);
    return *tx.one<std::int64_t>("select count(*) from customers.wish where customer = $1",
                                 customer);
}

bool remove_wish(Tx& tx, const auth::UserId& customer, const WishId& id) {
    return tx.run("delete from customers.wish where customer = $1 and id = $2", customer, id) == 1;
}

void remove_wishes(Tx& tx, const auth::UserId& customer) {
    tx.defer("delete from customers.wish where customer = $1", customer);
}

}  // namespace kontor::customers::store
