// Who used which promotion, and how often it may still be.
#pragma once

#include "platform/db/database.hpp"
#include "pricing/rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::pricing::store {

// Where a promotion stands, and the coupon that was asked for.
struct Standing {
    PromotionId promotion;
    std::optional<std::int64_t> limit_total;
    std::optional<std::int64_t> limit_per_customer;
    std::int64_t used = 0;  // counted where there is a limit
    std::int64_t used_by_customer = 0;
    std::optional<CouponId> coupon;
    std::optional<std::string> code;
    std::optional<std::int64_t> coupon_limit;
    std::int64_t coupon_used = 0;  // likewise
    bool is_redeemed = false;      // by the asking purchase, which no limit keeps from it then
    bool has_ordered = false;      // the customer, ever, or claims to in another purchase

    bool is_used_up() const;
    bool is_used_up_by_customer() const;
    bool is_coupon_used_up() const;
};
BOOST_DESCRIBE_STRUCT(Standing, (),
                      (promotion, limit_total, limit_per_customer, used, used_by_customer, coupon,
                       code, coupon_limit, coupon_used, is_redeemed, has_ordered))

struct Asking {
    std::vector<PromotionId> promotions;  // that need no coupon
    std::vector<std::string> codes;
    std::vector<std::string> customer;  // every key that the customer is known by
    std::optional<platform::Uuid> purchase;
};

// One statement. What does not exist is left out.
std::vector<Standing> standings(platform::Reader& reader, const Asking& asking);

// Deferred: the purchase as the first of a customer who has none yet.
void claim_first_order(platform::Tx& tx, const std::vector<std::string>& customer,
                       const platform::Uuid& purchase);

// Deferred: what the customer redeems, then the counters of these, promotions before coupons, each
// in the order of their ids.
void lock_counters(platform::Tx& tx, const Asking& asking);

struct NewRedemption {
    platform::Uuid purchase;
    PromotionId promotion;
    std::optional<CouponId> coupon;
    std::vector<std::string> customer;
};

// Deferred; counts where there is a limit.
void redeem(platform::Tx& tx, const NewRedemption& redemption, platform::Time now);

// Deferred, with the claims to be a first order. Confirmed ones stay unless those are meant too.
void release(platform::Tx& tx, const std::vector<platform::Uuid>& purchases, bool confirmed_too);
// Deferred.
void confirm(platform::Tx& tx, const std::vector<platform::Uuid>& purchases);

void add_buyers(platform::Tx& tx, const std::vector<std::string>& keys);
// Deferred: who took over a purchase has redeemed what it did.
void add_redeemers(platform::Tx& tx, const std::vector<std::string>& heirs,
                   const std::vector<platform::Uuid>& purchases);
// Who took over an order of a buyer has bought what that one did.
void add_heirs(platform::Tx& tx, const std::vector<std::string>& heirs,
               const std::vector<std::string>& buyers);

}  // namespace kontor::pricing::store
