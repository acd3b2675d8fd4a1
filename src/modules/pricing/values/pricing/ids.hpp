#pragma once

#include "platform/core/id.hpp"

namespace kontor::pricing {

using PriceListId = platform::Id<"plist">;
using PromotionId = platform::Id<"promo">;
using CouponId = platform::Id<"coupon">;
using TaxZoneId = platform::Id<"zone">;
using TaxRateId = platform::Id<"rate">;

}  // namespace kontor::pricing
