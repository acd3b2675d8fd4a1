#pragma once

#include "platform/core/id.hpp"

namespace kontor::pricing {

struct PriceListTag {
    static constexpr std::string_view prefix = "plist";
};
using PriceListId = platform::Id<PriceListTag>;

struct PromotionTag {
    static constexpr std::string_view prefix = "promo";
};
using PromotionId = platform::Id<PromotionTag>;

struct CouponTag {
    static constexpr std::string_view prefix = "coupon";
};
using CouponId = platform::Id<CouponTag>;

struct TaxZoneTag {
    static constexpr std::string_view prefix = "zone";
};
using TaxZoneId = platform::Id<TaxZoneTag>;

struct TaxRateTag {
    static constexpr std::string_view prefix = "rate";
};
using TaxRateId = platform::Id<TaxRateTag>;

}  // namespace kontor::pricing
