#include "redemption_store.hpp"

namespace kontor::pricing::store {

using namespace platform;

bool Standing::is_used_up() const {
    return limit_total && used >= *limit_total;
}

bool Standing::is_used_up_by_customer() const {
    return limit_per_customer && used_by_customer >= *limit_per_customer;
}

bool Standing::is_coupon_used_up() const {
    return coupon_limit && coupon_used >= *coupon_limit;
}

std::vector<Standing> standings(Reader& reader, const Asking& asking) {
    return reader.all<Standing>(
        "with asked as ("
        "  select promotion, id as coupon, code, limit_total as coupon_limit, used as coupon_used"
        "   from pricing.coupon where code = any($2)"
        "  union all select unnest($1::uuid[]), null, null, null, 0)"
        " select p.id as promotion, p.limit_total, p.limit_per_customer, p.used,"
        "  (select count(distinct r.purchase) from pricing.redeemer r where r.promotion = p.id"
        "    and r.customer = any($3)) as used_by_customer,"
        "  a.coupon, a.code, a.coupon_limit, a.coupon_used,"
        "  own.purchase is not null as is_redeemed,"
        "  exists (select from pricing.buyer where customer = any($3)"
        "    and coalesce(purchase <> $4, true)) as has_ordered"
        " from asked a join pricing.promotion p on p.id = a.promotion"
        " left join pricing.redemption own on own.purchase = $4 and own.promotion = p.id",
        asking.promotions, asking.codes, asking.customer, asking.purchase);
}

void claim_first_order(Tx& tx, const std::vector<std::string>& customer, const Uuid& purchase) {
    tx.defer(
        "insert into pricing.buyer (customer, purchase)"
        " select key, $2 from unnest($1::text[]) key order by key on conflict do nothing",
        customer, purchase);
}

void lock_counters(Tx& tx, const Asking& asking) {
    tx.defer(
        "select pg_advisory_xact_lock(number) from (select hashtextextended('redeemer ' || key, 0)"
        " as number from unnest($1::text[]) key order by 1) keys",
        asking.customer);
    tx.defer(
        "select from pricing.promotion where limit_total is not null and (id = any($1)"
        " or id in (select promotion from pricing.coupon where code = any($2)))"
        " order by id for no key update",
        asking.promotions, asking.codes);
    tx.defer(
        "select from pricing.coupon where code = any($1) and limit_total is not null"
        " order by id for no key update",
        asking.codes);
}

void redeem(Tx& tx, const NewRedemption& redemption, Time now) {
    tx.defer(
        "with made as (insert into pricing.redemption (purchase, promotion, coupon, created_at)"
        "  values ($1, $2, $3, $5) on conflict do nothing returning purchase, promotion, coupon),"
        " known as (insert into pricing.redeemer (promotion, customer, purchase)"
        "  select promotion, key, purchase from made, unnest($4::text[]) key),"
        " counted as (update pricing.promotion p set used = used + 1 from made"
        "  where p.id = made.promotion and limit_total is not null)"
        " update pricing.coupon c set used = used + 1 from made"
        "  where c.id = made.coupon and limit_total is not null",
        redemption.purchase, redemption.promotion, redemption.coupon, redemption.customer, now);
}

void release(Tx& tx, const std::vector<Uuid>& purchases, bool confirmed_too) {
    if (purchases.empty()) return;
    tx.defer("delete from pricing.buyer where purchase = any($1)", purchases);
    tx.defer(
        "select from pricing.promotion where limit_total is not null and id in"
        " (select promotion from pricing.redemption where purchase = any($1))"
        " order by id for no key update",
        purchases);
    tx.defer(
        "select from pricing.coupon where limit_total is not null and id in"
        " (select coupon from pricing.redemption where purchase = any($1))"
        " order by id for no key update",
        purchases);
    tx.defer(
        "with gone as (delete from pricing.redemption"
        "  where purchase = any($1) and (not confirmed or $2) returning promotion, coupon),"
        " counted as (update pricing.promotion p set used = used - uses"
        "  from (select promotion, count(*) as uses from gone group by promotion) g"
        "  where p.id = g.promotion and limit_total is not null)"
        " update pricing.coupon c set used = used - uses"
        "  from (select coupon, count(*) as uses from gone group by coupon) g"
        "  where c.id = g.coupon and limit_total is not null",
        purchases, confirmed_too);
}

void confirm(Tx& tx, const std::vector<Uuid>& purchases) {
    tx.defer(
        "update pricing.redemption set confirmed = true"
        " where purchase = any($1) and not confirmed",
        purchases);
}

void add_redeemers(Tx& tx, const std::vector<std::string>& heirs,
                   const std::vector<Uuid>& purchases) {
    tx.defer(
        "insert into pricing.redeemer (promotion, customer, purchase)"
        " select promotion, heir, purchase from unnest($1::text[], $2::uuid[]) one (heir, bought)"
        "  join pricing.redemption on purchase = bought on conflict do nothing",
        heirs, purchases);
}

void add_buyers(Tx& tx, const std::vector<std::string>& keys) {
    tx.defer(
        "insert into pricing.buyer as known (customer)"
        " select distinct unnest($1::text[]) order by 1"
        " on conflict (customer) do update set purchase = null where known.purchase is not null",
        keys);
}

void add_heirs(Tx& tx, const std::vector<std::string>& heirs,
               const std::vector<std::string>& buyers) {
    tx.defer(
        "insert into pricing.buyer as known (customer)"
        " select distinct heir from unnest($1::text[], $2::text[]) one (heir, buyer)"
        "  join pricing.buyer b on b.customer = one.buyer and b.purchase is null order by 1"
        " on conflict (customer) do update set purchase = null where known.purchase is not null",
        heirs, buyers);
}

}  // namespace kontor::pricing::store
