#include "campaign_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/row_count.hpp"
#include "rule_columns.hpp"

namespace kontor::pricing::store {

using namespace platform;

namespace {

constexpr std::string_view select_campaigns =
    "select id, name, active, automatic, priority, exclusive, stackable, benefit, conditions,"
    " limit_total, limit_per_customer, (select count(*) from pricing.redemption"
    " where promotion = p.id) as used, created_at, updated_at from pricing.promotion p ";

std::string sql(std::string_view rest) {
    return std::string(select_campaigns).append(rest);
}

}  // namespace

std::optional<Campaign> campaign(Reader& reader, const PromotionId& id) {
    return reader.one<Campaign>(sql("where id = $1"), id);
}

std::optional<Campaign> campaign_for_update(Tx& tx, const PromotionId& id) {
    return tx.one<Campaign>(sql("where id = $1 for update"), id);
}

bool keep(Tx& tx, const PromotionId& id) {
    return tx.one<bool>("select true from pricing.promotion where id = $1 for key share", id)
        .has_value();
}

std::vector<Campaign> campaigns(Reader& reader, const std::optional<PromotionId>& after,
                                std::size_t limit) {
    return platform::listed<Campaign>(
        reader, sql("where $1::uuid is null or id < $1 order by id desc limit $2"), after, limit);
}

void insert(Tx& tx, const Campaign& campaign) {
    tx.defer(
        "insert into pricing.promotion (id, name, active, automatic, priority, exclusive,"
        " stackable, benefit, conditions, limit_total, limit_per_customer, created_at, updated_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        campaign.id, campaign.name, campaign.active, campaign.automatic, campaign.priority,
        campaign.exclusive, campaign.stackable, campaign.benefit, campaign.conditions,
        campaign.limit_total, campaign.limit_per_customer, campaign.created_at,
        campaign.updated_at);
}

void update(Tx& tx, const Campaign& campaign) {
    tx.defer(
        "update pricing.promotion set name = $2, active = $3, automatic = $4, priority = $5,"
        " exclusive = $6, stackable = $7, benefit = $8, conditions = $9, limit_total = $10,"
        " limit_per_customer = $11, updated_at = $12 where id = $1",
        campaign.id, campaign.name, campaign.active, campaign.automatic, campaign.priority,
        campaign.exclusive, campaign.stackable, campaign.benefit, campaign.conditions,
        campaign.limit_total, campaign.limit_per_customer, campaign.updated_at);
}

void count_uses(Tx& tx, const PromotionId& id) {
    tx.defer("lock table pricing.redemption in share row exclusive mode");
    tx.defer(
        "update pricing.promotion p set used = (select count(*) from pricing.redemption"
        " where promotion = p.id) where id = $1",
        id);
}

void remove(Tx& tx, const PromotionId& id) {
    tx.defer("delete from pricing.promotion where id = $1", id);
    tx.defer("delete from pricing.redemption where promotion = $1", id);
}

std::int64_t insert_coupons(Tx& tx, const PromotionId& promotion,
                            const std::vector<std::string>& codes,
                            const std::optional<std::int64_t>& limit, Time now) {
    std::vector<CouponId> ids;
    for (std::size_t i = 0; i < codes.size(); ++i) ids.push_back(CouponId::make());
    return tx.run(
        "insert into pricing.coupon (id, promotion, code, limit_total, created_at)"
        " select id, $1::uuid, code, $4::bigint, $5::timestamptz"
        " from unnest($2::uuid[], $3::text[]) as made (id, code) on conflict do nothing",
        promotion, ids, codes, limit, now);
}

std::vector<Coupon> coupons(Reader& reader, const PromotionId& promotion,
                            const std::optional<CouponId>& after, std::size_t limit) {
    return platform::listed<Coupon>(
        reader,
        "select id, code, limit_total as limit,"
        " (select count(*) from pricing.redemption where coupon = c.id) as used, created_at"
        " from pricing.coupon c where promotion = $1 and ($2::uuid is null or id > $2)"
        " order by id limit $3",
        promotion, after, limit);
}

std::int64_t remove_coupon(Tx& tx, const PromotionId& promotion, const std::string& code) {
    return tx.run("delete from pricing.coupon where promotion = $1 and code = $2", promotion, code);
}

}  // namespace kontor::pricing::store
