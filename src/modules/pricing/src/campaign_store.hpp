#pragma once

#include "campaign.hpp"
#include "platform/db/database.hpp"

namespace kontor::pricing::store {

std::optional<Campaign> campaign(platform::Reader& reader, const PromotionId& id);
std::optional<Campaign> campaign_for_update(platform::Tx& tx, const PromotionId& id);
// Until the end of the transaction; false when there is none. It may be used meanwhile.
bool keep(platform::Tx& tx, const PromotionId& id);
std::vector<Campaign> campaigns(platform::Reader& reader, const std::optional<PromotionId>& after,
                                std::size_t limit);
// All deferred.
void insert(platform::Tx& tx, const Campaign& campaign);
void update(platform::Tx& tx, const Campaign& campaign);
// Has the uses so far counted: nobody redeems until the end of the transaction.
void count_uses(platform::Tx& tx, const PromotionId& id);
void remove(platform::Tx& tx, const PromotionId& id);

// Of those that nobody has yet; answers how many that were.
std::int64_t insert_coupons(platform::Tx& tx, const PromotionId& promotion,
                            const std::vector<std::string>& codes,
                            const std::optional<std::int64_t>& limit, platform::Time now);
std::vector<Coupon> coupons(platform::Reader& reader, const PromotionId& promotion,
                            const std::optional<CouponId>& after, std::size_t limit);
std::int64_t remove_coupon(platform::Tx& tx, const PromotionId& promotion, const std::string& code);

}  // namespace kontor::pricing::store
