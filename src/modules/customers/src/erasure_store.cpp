#include "erasure_store.hpp"

namespace kontor::customers::store {

using platform::Time;
using platform::Tx;

void insert_erasure(Tx& tx, const Erasure& erasure) {
    tx.defer(
        "insert into customers.erasure (customer, waived, erased_at, due_at)"
        " values ($1, $2, $3, $3)",
        erasure.customer, erasure.waived, erasure.erased_at);
}

std::optional<Erasure> take_due(Tx& tx, Time now) {
    return tx.one<Erasure>(
        "update customers.erasure set due_at = $1::timestamptz"
        " + greatest(interval '1 minute', least(interval '1 day', $1::timestamptz - erased_at))"
        " where customer = (select customer from customers.erasure where due_at <= $1"
        "  order by due_at limit 1 for update skip locked)"
        " returning customer, waived, erased_at",
        now);
}

void remove_erasure(Tx& tx, const auth::UserId& customer) {
    tx.defer("delete from customers.erasure where customer = $1", customer);
}

}  // namespace kontor::customers::store
