#include "platform/http/router.hpp"
#include "routes.hpp"

namespace kontor::pricing {

using platform::Result;
using namespace platform::http;

namespace {

struct PromotionPath {
    PromotionId promotion;
};
BOOST_DESCRIBE_STRUCT(PromotionPath, (), (promotion))

struct CouponPath {
    PromotionId promotion;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CouponPath, (), (promotion, code))

struct CouponsMade {
    std::int64_t created = 0;
};
BOOST_DESCRIBE_STRUCT(CouponsMade, (), (created))

constexpr std::size_t coupons_at_a_time = 10'000;

std::string csv_line(const Coupon& coupon) {
    return coupon.code + "," + (coupon.limit ? std::to_string(*coupon.limit) : "") + "," +
           std::to_string(coupon.used) + "," + platform::to_rfc3339(coupon.created_at) + "\r\n";
}

// RFC 4180; a code has nothing that would need quotes.
Result<Response> csv_of(const Campaigns& campaigns, const PromotionId& promotion) {
    std::string text = "code,limit,used,created_at\r\n";
    std::optional<CouponId> after;
    while (true) {
        const auto coupons = campaigns.coupons(promotion, after, coupons_at_a_time);
        if (!coupons) return coupons.error();
        for (const auto& coupon : *coupons) text += csv_line(coupon);
        if (coupons->size() < coupons_at_a_time) break;
        after = coupons->back().id;
    }
    return Response{200,
                    {{"Content-Type", "text/csv; charset=utf-8"},
                     {"Content-Disposition", "attachment; filename=\"coupons.csv\""}},
                    std::move(text)};
}

}  // namespace

void add_promotion_routes(Router& router, const Campaigns& campaigns, const Cursors& cursors) {
    router.add(
        staff_route(Method::get, "promotions", "list_promotions", "Promotions, the newest first"),
        [campaigns, cursors](const Call<Nothing, Nothing, CountedQuery>& call) {
            const auto read = [&](const auto& after, std::size_t rows) {
                return campaigns.list(after, rows);
            };
            return CountedPaging(cursors, "promotions", call.query).by_id(&Campaign::id, read);
        });
    router.add(staff_route(Method::post, "promotions", "create_promotion",
                           "A promotion: what it gives, for what, and how often"),
               [campaigns](const Call<Nothing, CampaignBody>& call) {
                   return created(campaigns.create(call.body), "/v1/admin/promotions");
               });
    router.add(staff_route(Method::get, "promotions/{promotion}", "show_promotion", "A promotion"),
               [campaigns](const Call<PromotionPath>& call) {
                   return campaigns.find(call.path.promotion);
               });
    router.add(staff_route(Method::put, "promotions/{promotion}", "replace_promotion",
                           "Writes a promotion anew; its coupons and uses stay")
                   .matches_etag(),
               [campaigns](const Call<PromotionPath, CampaignBody>& call) {
                   return campaigns.replace(call.path.promotion, call.body,
                                            same_as_seen(call.request));
               });
    router.add(staff_route(Method::del, "promotions/{promotion}", "remove_promotion",
                           "Removes a promotion with its coupons")
                   .matches_etag(),
               [campaigns](const Call<PromotionPath>& call) {
                   return campaigns.remove(call.path.promotion, same_as_seen(call.request));
               });
}

void add_coupon_routes(Router& router, const Campaigns& campaigns, const Cursors& cursors) {
    const std::string coupons = "promotions/{promotion}/coupons";
    router.add(staff_route(Method::get, coupons, "list_coupons",
                           "The coupons of a promotion, oldest first"),
               [campaigns, cursors](const Call<PromotionPath, Nothing, CountedQuery>& call) {
                   const auto& id = call.path.promotion;
                   const auto read = [&](const auto& after, std::size_t rows) {
                       return campaigns.coupons(id, after, rows);
                   };
                   return CountedPaging(cursors, "coupons of " + id.text(), call.query)
                       .by_id(&Coupon::id, read);
               });
    router.add(staff_route(Method::post, coupons, "create_coupons",
                           "One coupon with a code of your own, or many with codes that nobody "
                           "guesses")
                   .may_answer(409, "pricing.code_taken"),
               [campaigns](const Call<PromotionPath, CouponsBody>& call)
                   -> Result<Answer<201, CouponsMade>> {
                   const auto made = campaigns.add_coupons(call.path.promotion, call.body);
                   if (!made) return made.error();
                   return Answer<201, CouponsMade>{{*made}, {}};
               });
    router.add(staff_route(Method::get, "promotions/{promotion}/coupons.csv", "export_coupons",
                           "Every coupon of a promotion as CSV")
                   .produces("text/csv"),
               [campaigns](const Call<PromotionPath>& call) {
                   return csv_of(campaigns, call.path.promotion);
               });
    router.add(staff_route(Method::del, coupons + "/{code}", "remove_coupon", "Removes a coupon"),
               [campaigns](const Call<CouponPath>& call) {
                   return campaigns.remove_coupon(call.path.promotion, call.path.code);
               });
}

}  // namespace kontor::pricing
