// What staff write and see of promotions.
#pragma once

#include "platform/core/constrained.hpp"
#include "price_list.hpp"

namespace kontor::pricing {

using Limit = platform::Whole<1, 1'000'000'000>;

// The members of Benefit and Conditions (rules.hpp), each of which may be left out.
struct BenefitBody {
    PromotionKind kind = PromotionKind::percentage;
    std::optional<PromotionTarget> target;
    std::optional<std::int64_t> percentage_ppm;
    std::optional<std::vector<platform::Money>> amounts;
    std::optional<std::int64_t> buy;
    std::optional<std::int64_t> get;
};
BOOST_DESCRIBE_STRUCT(BenefitBody, (), (kind, target, percentage_ppm, amounts, buy, get))

struct ConditionsBody {
    std::optional<std::vector<catalog::ProductId>> products;
    std::optional<std::vector<catalog::CategoryId>> categories;
    std::optional<std::vector<catalog::ProductId>> except_products;
    std::optional<std::vector<platform::Money>> minimum;
    std::optional<platform::Whole<1, 2'000'000>> minimum_quantity;
    std::optional<std::vector<customers::GroupId>> groups;
    std::optional<bool> first_order;
    std::optional<platform::Time> starts_at;
    std::optional<platform::Time> ends_at;
};
BOOST_DESCRIBE_STRUCT(ConditionsBody, (),
                      (products, categories, except_products, minimum, minimum_quantity, groups,
                       first_order, starts_at, ends_at))

struct CampaignBody {
    platform::Text<1, 200> name;
    std::optional<bool> active;     // default: true
    std::optional<bool> automatic;  // default: true; false: by coupon only
    std::optional<Priority> priority;
    std::optional<bool> exclusive;
    std::optional<bool> stackable;  // default: true
    BenefitBody benefit;
    std::optional<ConditionsBody> conditions;
    std::optional<Limit> limit_total;
    std::optional<Limit> limit_per_customer;
};
BOOST_DESCRIBE_STRUCT(CampaignBody, (),
                      (name, active, automatic, priority, exclusive, stackable, benefit, conditions,
                       limit_total, limit_per_customer))

// A promotion with how it is offered and how often it was used.
struct Campaign {
    PromotionId id;
    std::string name;
    bool active = true;
    bool automatic = true;
    std::int64_t priority = 0;
    bool exclusive = false;
    bool stackable = true;
    Benefit benefit;
    Conditions conditions;
    std::optional<std::int64_t> limit_total;
    std::optional<std::int64_t> limit_per_customer;
    std::int64_t used = 0;  // of coupons, and counted where there is a limit
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(Campaign, (),
                      (id, name, active, automatic, priority, exclusive, stackable, benefit,
                       conditions, limit_total, limit_per_customer, used, created_at, updated_at))

// One code, or many that are made.
struct CouponsBody {
    std::optional<platform::Text<1, 64>> code;
    std::optional<platform::Whole<1, 100'000>> count;
    std::optional<platform::Text<0, 20>> prefix;
    std::optional<platform::Whole<8, 32>> length;  // of what follows the prefix; default: 12
    std::optional<Limit> limit;                    // uses of each code; default: 1 of those made
};
BOOST_DESCRIBE_STRUCT(CouponsBody, (), (code, count, prefix, length, limit))

struct Coupon {
    CouponId id;
    std::string code;
    std::optional<std::int64_t> limit;
    std::int64_t used = 0;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(Coupon, (), (id, code, limit, used, created_at))

}  // namespace kontor::pricing
