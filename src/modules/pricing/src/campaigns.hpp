#pragma once

#include "campaign_store.hpp"
#include "pricing/module.hpp"

#include <functional>

namespace kontor::pricing {

// What staff do with promotions and their coupons. Thread-safe.
class Campaigns {
public:
    // Refuses when what is there is not what the change was made from.
    using Unchanged = std::function<platform::Result<>(const Campaign&)>;

    Campaigns(const Backing& backing, Currencies currencies)
        : backing_(backing), currencies_(std::move(currencies)) {}

    // Refuses pricing.bad_promotion (invalid).
    platform::Result<Campaign> create(const CampaignBody& body) const;
    // A limit counts what was used before it was set. Refuses pricing.no_such_promotion
    // (not_found), pricing.bad_promotion.
    platform::Result<Campaign> replace(const PromotionId& id, const CampaignBody& body,
                                       const Unchanged& unchanged) const;
    // With its coupons. Refuses pricing.no_such_promotion.
    platform::Result<> remove(const PromotionId& id, const Unchanged& unchanged) const;
    platform::Result<Campaign> find(const PromotionId& id) const;
    // Newest first.
    std::vector<Campaign> list(const std::optional<PromotionId>& after, std::size_t limit) const;

    // Answers how many were made, which are all. Refuses pricing.no_such_promotion,
    // pricing.bad_coupons (invalid), pricing.code_taken (conflict).
    platform::Result<std::int64_t> add_coupons(const PromotionId& id,
                                               const CouponsBody& body) const;
    // Oldest first. Refuses pricing.no_such_promotion.
    platform::Result<std::vector<Coupon>> coupons(const PromotionId& id,
                                                  const std::optional<CouponId>& after,
                                                  std::size_t limit) const;
    // Refuses pricing.no_such_coupon (not_found).
    platform::Result<> remove_coupon(const PromotionId& id, const std::string& code) const;

private:
    Backing backing_;
    Currencies currencies_;
};

}  // namespace kontor::pricing
