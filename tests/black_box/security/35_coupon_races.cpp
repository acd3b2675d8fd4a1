#include "race_goods.hpp"

#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <thread>

namespace kontor::test {

namespace {

std::string offer(const std::string& limits, const std::string& code, const std::string& limit) {
    const auto& staff = open_shop().staff();
    const auto promotion =
        staff.post("/v1/admin/promotions", R"({"name":"Race","automatic":false,)" + limits +
                                               R"("benefit":{"kind":"percentage",)"
                                               R"("percentage_ppm":100000}})");
    REQUIRE_MESSAGE(promotion.status == 201, promotion.body);
    const auto coupon = staff.post("/v1/admin/promotions/" + promotion.text("/id") + "/coupons",
                                   R"({"code":")" + code + "\"" + limit + "}");
    REQUIRE_MESSAGE(coupon.status == 201, coupon.body);
    return "/v1/admin/promotions/" + promotion.text("/id");
}

OpenShop::Cart cart_with(const std::string& sku, const std::string& code) {
    auto cart = open_shop().cart();
    REQUIRE(cart.put_in(R"({"sku":")" + sku + R"(","quantity":1})").status == 200);
    const auto used = cart.guest.post(cart.path() + "/coupons", R"({"code":")" + code + R"("})");
    REQUIRE_MESSAGE(used.status == 200, used.body);
    return cart;
}

// How often each outcome came of twenty purchases at once: "bought for less", "bought", or a code.
std::map<std::string, int> twenty_purchases(const std::string& code) {
    std::vector<OpenShop::Cart> carts;
    for (const auto& sku : race_goods()) carts.push_back(cart_with(sku, code));
    std::map<std::string, int> outcomes;
    std::mutex mutex;
    std::vector<std::jthread> buyers;
    for (const auto& cart : carts)
        buyers.emplace_back([&] {
            const auto answer = open_shop().buy(cart);
            auto outcome = answer.status == 201 ? "bought" : answer.text("/code");
            if (answer.status == 201 && answer.number("/totals/discount/amount") > 0)
                outcome += " for less";
            const std::scoped_lock lock(mutex);
            ++outcomes[outcome];
        });
    buyers.clear();
    return outcomes;
}

}  // namespace

TEST_CASE("35: of twenty purchases at once with a one-time coupon, exactly one has the discount") {
    const auto promotion = offer("", "ONE-TIME", R"(,"limit":1)");
    CHECK(twenty_purchases("ONE-TIME") ==
          std::map<std::string, int>{{"bought for less", 1}, {"pricing.coupon_used_up", 19}});
    CHECK(open_shop().staff().get(promotion + "/coupons").number("/data/0/used") == 1);
}

TEST_CASE("35: a limit of the promotion holds for all its buyers at once") {
    const auto promotion = offer(R"("limit_total":3,)", "THREE-IN-ALL", "");
    CHECK(twenty_purchases("THREE-IN-ALL") ==
          std::map<std::string, int>{{"bought for less", 3}, {"pricing.coupon_used_up", 17}});
    CHECK(open_shop().staff().get(promotion).number("/used") == 3);
}

TEST_CASE("35: one customer who buys twenty times at once uses a coupon as often as one may") {
    offer(R"("limit_per_customer":1,)", "ONCE-EACH", "");
    CHECK(twenty_purchases("ONCE-EACH") ==
          std::map<std::string, int>{{"bought for less", 1}, {"pricing.coupon_used_up", 19}});
}

TEST_CASE("35: codes are not told apart by anything but being right") {
    const auto cart = open_shop().cart();
    for (const std::string code : {"NOPE", "' or 1=1 --", "%", "\\u202e", "🎁"}) {
        const auto answer =
            cart.guest.post(cart.path() + "/coupons", R"({"code":")" + code + R"("})");
        INFO(code << " " << answer.body);
        CHECK(answer.status == 422);
        CHECK(answer.text("/code") == "pricing.no_such_coupon");
    }
}

}  // namespace kontor::test
