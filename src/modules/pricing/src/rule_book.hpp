// All rules of the shop, as they are kept in memory.
#pragma once

#include "customers/ids.hpp"
#include "pricing/rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::pricing {

enum class ListKind { list, sale };
BOOST_DESCRIBE_ENUM(ListKind, list, sale)

struct ListHead {
    PriceListId id;
    ListKind kind = ListKind::list;
    std::optional<customers::GroupId> customer_group;  // none: for everybody
    std::int64_t priority = 0;                         // lower ones first
    bool active = true;
    std::optional<platform::Time> starts_at;  // inclusive
    std::optional<platform::Time> ends_at;    // exclusive
    bool has_entries = false;
};
BOOST_DESCRIBE_STRUCT(ListHead, (),
                      (id, kind, customer_group, priority, active, starts_at, ends_at, has_entries))

bool holds(const ListHead& list, platform::Time now);

struct PromotionRule {
    Promotion promotion;
    bool active = true;
    bool automatic = true;  // false: by coupon only
    std::optional<std::int64_t> limit_total;
    std::optional<std::int64_t> limit_per_customer;

    bool has_limit() const { return limit_total || limit_per_customer; }
    // Whether a purchase has to redeem it, or may have lost it to another.
    bool is_counted() const { return has_limit() || promotion.conditions.first_order; }
};
BOOST_DESCRIBE_STRUCT(PromotionRule, (),
                      (promotion, active, automatic, limit_total, limit_per_customer))

struct Area {
    std::string country;
    std::optional<std::string> region;  // none: all of the country that no other zone names
    friend auto operator<=>(const Area&, const Area&) = default;
};
BOOST_DESCRIBE_STRUCT(Area, (), (country, region))

struct TaxZone {
    TaxZoneId id;
    std::string name;
    bool home = false;
    bool exempts_vat_id = false;
    std::vector<Area> areas;
    std::vector<TaxRule> rates;  // by position
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(TaxZone, (),
                      (id, name, home, exempts_vat_id, areas, rates, created_at, updated_at))

struct RuleBook {
    std::vector<ListHead> lists;
    std::vector<PromotionRule> promotions;
    std::vector<TaxZone> zones;  // home first
    std::string secret;          // what e-mail addresses are hashed with

    const PromotionRule* promotion(const PromotionId& id) const;
    // Of the lists with entries that hold now: those for everybody and for these groups, the first
    // to be asked first.
    std::vector<const ListHead*> lists_for(const std::vector<customers::GroupId>& groups,
                                           platform::Time now) const;
    bool has_group_lists(platform::Time now) const;
};
BOOST_DESCRIBE_STRUCT(RuleBook, (), (lists, promotions, zones, secret))

}  // namespace kontor::pricing
