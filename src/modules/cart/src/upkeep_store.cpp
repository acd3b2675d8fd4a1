#include "upkeep_store.hpp"

namespace kontor::cart::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

std::vector<CartId> abandon(Tx& tx, const CartId& above, Time untouched_since, Time now,
                            std::size_t limit) {
    return tx.all<CartId>(
        "with found as ("
        "  select id from cart.cart where id > $1 and status = 'active' and updated_at < $2"
        "  order by id limit $4 for update skip locked),"
        " done as ("
        "  update cart.cart c set status = 'abandoned', version = version + 1, updated_at = $3"
        "  from found where c.id = found.id returning c.id)"
        " select id from done order by id",
        above, untouched_since, now, limit);
}

std::vector<CartId> remove(Tx& tx, const CartId& above, Time over_since, std::size_t limit) {
    return tx.all<CartId>(
        "with found as ("
        "  select id from cart.cart c"
        "  where id > $1 and status in ('completed', 'merged', 'abandoned') and updated_at < $2"
        "    and (customer is null or status = 'merged' or not exists ("
        "      select from cart.line l where l.cart = c.id and l.set_aside))"
        "  order by id limit $3 for update skip locked),"
        " done as ("
        "  delete from cart.cart c using found where c.id = found.id returning c.id)"
        " select id from done order by id",
        above, over_since, limit);
}

std::vector<IdleCart> take_idle(Tx& tx, const CartId& above, Time since, Time until, Time now,
                                std::size_t limit) {
    return tx.all<IdleCart>(
        "with found as ("
        "  select id from cart.cart c"
        "  where id > $1 and (customer is not null or email is not null) and status = 'active'"
        "    and updated_at >= $2 and updated_at < $3"
        "    and (reminded_at is null or reminded_at < updated_at)"
        "    and exists (select from cart.line l where l.cart = c.id and not l.set_aside)"
        "  order by id limit $5 for update skip locked),"
        " done as ("
        "  update cart.cart c set reminded_at = $4 from found where c.id = found.id"
        "  returning c.id, c.customer, c.email, c.currency, c.updated_at)"
        " select * from done order by id",
        above, since, until, now, limit);
}

std::vector<IdleLine> lines_of(Reader& reader, const std::vector<CartId>& carts) {
    return reader.all<IdleLine>(
        "select cart, product, variant, title, quantity, unit_price from cart.line"
        " where cart = any($1) and not set_aside order by cart, id",
        carts);
}

}  // namespace kontor::cart::store
