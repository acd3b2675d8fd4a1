#include "records_store.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::customers::store {

using namespace platform;

std::vector<Figures> figures(Reader& reader, const std::vector<auth::UserId>& customers) {
    return reader.all<Figures>(
        "select p.customer, p.currency, count(*) filter (where not p.cancelled) as orders,"
        " sum(r.returns)::bigint as returns, sum(m.paid + coalesce(b.paid, 0))::bigint as paid,"
        " sum(m.refunded + coalesce(b.refunded, 0))::bigint as refunded,"
        " max(p.placed_at) as last_order_at"
        " from customers.purchase p left join customers.purchase_before b using (order_id)"
        " cross join lateral (select coalesce(sum(amount) filter (where amount > 0), 0) as paid,"
        "   coalesce(-sum(amount) filter (where amount < 0), 0) as refunded"
        "  from customers.purchase_money where order_id = p.order_id) m"
        " cross join lateral (select count(*) as returns"
        "  from customers.purchase_return where order_id = p.order_id) r"
        " where p.customer = any($1) and p.placed_at is not null"
        " group by p.customer, p.currency order by p.customer, p.currency",
        customers);
}

std::vector<PurchaseMoney> money_after(Reader& reader, const std::optional<orders::OrderId>& after,
                                       std::size_t limit) {
    return reader.all<PurchaseMoney>(
        "select p.order_id as \"order\","
        " (coalesce(sum(m.amount) filter (where m.amount > 0), 0)"
        "   + coalesce(max(b.paid), 0))::bigint as captured,"
        " (coalesce(-sum(m.amount) filter (where m.amount < 0), 0)"
        "   + coalesce(max(b.refunded), 0))::bigint as refunded"
        " from (select order_id from customers.purchase"
        "  where placed_at is not null and ($1::uuid is null or order_id > $1)"
        "  order by order_id limit $2) p"
        " left join customers.purchase_money m using (order_id)"
        " left join customers.purchase_before b using (order_id) group by p.order_id"
        " order by p.order_id",
        after, limit);
}

void note(Tx& tx, const std::map<orders::OrderId, ToldOrder>& told) {
    if (told.empty()) return;
    using Told = std::map<orders::OrderId, ToldOrder>::value_type;
    tx.defer(
        "insert into customers.purchase as p (order_id, customer, currency, placed_at, cancelled)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[],"
        "  $5::boolean[])"
        " on conflict (order_id) do update set customer = coalesce(excluded.customer, p.customer),"
        "  currency = coalesce(excluded.currency, p.currency),"
        "  placed_at = coalesce(excluded.placed_at, p.placed_at),"
        "  cancelled = excluded.cancelled or p.cancelled",
        ColumnOf(told, &Told::first), ColumnOf(told, &Told::second, &ToldOrder::customer),
        ColumnOf(told, &Told::second, &ToldOrder::currency),
        ColumnOf(told, &Told::second, &ToldOrder::placed_at),
        ColumnOf(told, &Told::second, &ToldOrder::cancelled));
}

void note(Tx& tx, const std::vector<ToldMoney>& told) {
    if (told.empty()) return;
    tx.defer(
        "insert into customers.purchase_money (event, order_id, amount, currency)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])"
        " on conflict do nothing",
        ColumnOf(told, &ToldMoney::event), ColumnOf(told, &ToldMoney::order),
        ColumnOf(told, &ToldMoney::amount, &Money::amount),
        ColumnOf(told, &ToldMoney::amount, &Money::currency));
}

void note(Tx& tx, const std::vector<ToldReturn>& told) {
    if (told.empty()) return;
    tx.defer(
        "insert into customers.purchase_return (return_id, order_id)"
        " select * from unnest($1::uuid[], $2::uuid[]) on conflict do nothing",
        ColumnOf(told, &ToldReturn::return_id), ColumnOf(told, &ToldReturn::order));
}

void balance(Tx& tx, const std::vector<KnownPurchase>& known) {
    if (known.empty()) return;
    tx.defer(
        "with known as (select k.order_id,"
        "   k.paid - coalesce(sum(m.amount) filter (where m.amount > 0), 0) as paid,"
        "   k.refunded + coalesce(sum(m.amount) filter (where m.amount < 0), 0) as refunded"
        "  from unnest($1::uuid[], $2::bigint[], $3::bigint[]) k (order_id, paid, refunded)"
        "  left join customers.purchase_money m using (order_id)"
        "  group by k.order_id, k.paid, k.refunded),"
        " right_already as (delete from customers.purchase_before b using known k"
        "  where b.order_id = k.order_id and k.paid = 0 and k.refunded = 0)"
        " insert into customers.purchase_before (order_id, paid, refunded)"
        " select order_id, paid, refunded from known where paid <> 0 or refunded <> 0"
        " on conflict (order_id) do update set paid = excluded.paid, refunded = excluded.refunded",
        ColumnOf(known, &KnownPurchase::order), ColumnOf(known, &KnownPurchase::captured),
        ColumnOf(known, &KnownPurchase::refunded));
}

}  // namespace kontor::customers::store
