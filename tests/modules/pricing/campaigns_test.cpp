#include "office.hpp"

#include <set>

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

namespace {

platform::Result<Campaign> create(Office& office, const std::string& json) {
    return office.campaigns().create(Office::read_named<CampaignBody>(json));
}

// The only problem of a promotion with this benefit.
std::string problem(Office& office, const std::string& benefit, const std::string& more = "") {
    const auto problems = problems_of(create(office, R"({"benefit":)" + benefit + more + "}"));
    if (problems.empty()) return "";
    return problems.size() == 1 ? problems.front() : problems.front() + " and more";
}

CouponsBody coupons(const std::string& json) {
    return platform::json::read<CouponsBody>(json).value();
}

}  // namespace

TEST_CASE("every kind of benefit is kept as it was written") {
    Office office;
    const auto one_euro = R"([{"amount":100,"currency":"EUR"}])";
    const std::vector<std::string> benefits{
        R"({"kind":"percentage","percentage_ppm":1000000,"target":"lines"})",
        R"({"kind":"fixed_amount","target":"order","amounts":)" + std::string(one_euro) + "}",
        R"({"kind":"free_shipping"})",
        R"({"kind":"shipping_discount","percentage_ppm":1})",
        R"({"kind":"shipping_discount","amounts":)" + std::string(one_euro) + "}",
        R"({"kind":"buy_x_get_y","buy":2,"get":1})",
        R"({"kind":"buy_x_get_y","buy":10000,"get":10000,"percentage_ppm":500000})"};
    for (const auto& benefit : benefits) {
        const auto made = create(office, R"({"benefit":)" + benefit + "}");
        REQUIRE_MESSAGE(done(made), benefit);
        CHECK_EQ(platform::json::write(*office.campaigns().find(made->id)),
                 platform::json::write(*made));
    }
    CHECK_EQ(office.campaigns().list(std::nullopt, 100).size(), benefits.size());
}

TEST_CASE("a benefit that contradicts itself is refused") {
    Office office;
    const auto refused = [&](const std::string& benefit) { return problem(office, benefit); };
    for (const auto* percentage : {"0", "-1", "1000001", "9223372036854775807"})
        CHECK_EQ(
            refused(R"({"kind":"percentage","percentage_ppm":)" + std::string(percentage) + "}"),
            "/benefit/percentage_ppm range");
    CHECK_EQ(refused(R"({"kind":"percentage"})"), "/benefit/percentage_ppm required");
    CHECK_EQ(refused(R"({"kind":"percentage","percentage_ppm":5,"buy":1})"),
             "/benefit/buy contradiction");
    CHECK_EQ(refused(R"({"kind":"percentage","percentage_ppm":5,"amounts":[]})"),
             "/benefit/amounts contradiction");
    CHECK_EQ(refused(R"({"kind":"fixed_amount"})"), "/benefit/amounts required");
    CHECK_EQ(refused(R"({"kind":"fixed_amount","amounts":[]})"), "/benefit/amounts required");
    for (const auto* amount : {"0", "-5", "1000000000000001", "9223372036854775807"})
        CHECK_EQ(refused(R"({"kind":"fixed_amount","amounts":[{"currency":"EUR","amount":)" +
                         std::string(amount) + "}]}"),
                 "/benefit/amounts/0/amount range");
    CHECK_EQ(refused(R"({"kind":"fixed_amount","amounts":[{"currency":"JPY","amount":5}]})"),
             "/benefit/amounts/0/currency not_one_of");
    CHECK_EQ(refused(R"({"kind":"fixed_amount","amounts":[{"currency":"EUR","amount":5},)"
                     R"({"currency":"EUR","amount":6}]})"),
             "/benefit/amounts/1/currency twice");
    CHECK_EQ(refused(R"({"kind":"free_shipping","percentage_ppm":5})"),
             "/benefit/percentage_ppm contradiction");
    CHECK_EQ(refused(R"({"kind":"free_shipping","target":"lines"})"),
             "/benefit/target contradiction");
    CHECK_EQ(refused(R"({"kind":"shipping_discount"})"), "/benefit contradiction");
    CHECK_EQ(refused(R"({"kind":"shipping_discount","percentage_ppm":5,)"
                     R"("amounts":[{"currency":"EUR","amount":5}]})"),
             "/benefit contradiction");
    CHECK_EQ(refused(R"({"kind":"buy_x_get_y","buy":2})"), "/benefit/get range");
    CHECK_EQ(refused(R"({"kind":"buy_x_get_y","buy":0,"get":1})"), "/benefit/buy range");
    CHECK_EQ(refused(R"({"kind":"buy_x_get_y","buy":1,"get":10001})"), "/benefit/get range");
    CHECK_EQ(refused(R"({"kind":"buy_x_get_y","buy":1,"get":1,"target":"lines"})"),
             "/benefit/target contradiction");
    CHECK(office.campaigns().list(std::nullopt, 100).empty());
}

TEST_CASE("conditions that contradict themselves are refused") {
    Office office;
    const auto refused = [&](const std::string& conditions) {
        return problem(office, R"({"kind":"free_shipping"})",
                       R"(,"conditions":{)" + conditions + "}");
    };
    CHECK_EQ(refused(R"("starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-02-01T00:00:00Z")"),
             "/conditions/ends_at range");
    CHECK_EQ(refused(R"("groups":[")" + customers::GroupId::make().text() + R"("])"),
             "/conditions/groups/0 unknown");
    const auto sold = office.sell(500).product.text();
    const auto unknown = catalog::ProductId::make().text();
    CHECK_EQ(refused(R"("products":[")" + sold + R"("],"except_products":[")" + sold + R"("])"),
             "/conditions/except_products/0 contradiction");
    CHECK_EQ(refused(R"("products":[")" + sold + R"(",")" + unknown + R"("])"),
             "/conditions/products/1 unknown");
    CHECK_EQ(refused(R"("except_products":[")" + unknown + R"("])"),
             "/conditions/except_products/0 unknown");
    CHECK_EQ(refused(R"("categories":[")" + catalog::CategoryId::make().text() + R"("])"),
             "/conditions/categories/0 unknown");
    CHECK_EQ(refused(R"("minimum":[{"currency":"EUR","amount":0}])"),
             "/conditions/minimum/0/amount range");
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += (many.empty() ? "\"" : ",\"") + catalog::ProductId::make().text() + "\"";
    CHECK_EQ(refused(R"("products":[)" + many + "]"), "/conditions/products length");
    CHECK_EQ(problem(office, R"({"kind":"free_shipping"})",
                     R"(,"limit_total":1,"limit_per_customer":2)"),
             "/limit_per_customer contradiction");
}

TEST_CASE("every problem is told at once") {
    Office office;
    CHECK_EQ(
        problems_of(create(office, R"({"benefit":{"kind":"percentage","percentage_ppm":0,"get":1},)"
                                   R"("limit_total":1,"limit_per_customer":2})"))
            .size(),
        3);
}

TEST_CASE("many coupons are unlike each other and hard to guess") {
    Office office;
    const auto campaign = office.promotion(R"({"benefit":{"kind":"free_shipping"}})");
    const auto before = office.round_trips();
    CHECK_EQ(office.campaigns()
                 .add_coupons(campaign.id, coupons(R"({"count":5000,"prefix":"vip-"})"))
                 .value(),
             5000);
    CHECK_EQ(office.round_trips(), before + 3);
    const auto made = office.campaigns().coupons(campaign.id, std::nullopt, 5000).value();
    std::set<std::string> codes;
    std::map<char, int> letters;
    for (const auto& coupon : made) {
        CHECK_EQ(coupon.limit, 1);
        CHECK_EQ(coupon.code.size(), 16);
        CHECK(coupon.code.starts_with("VIP-"));
        CHECK_EQ(coupon.code.find_first_of("01IO", 4), std::string::npos);
        for (const char c : coupon.code.substr(4)) ++letters[c];
        codes.insert(coupon.code);
    }
    CHECK_EQ(codes.size(), 5000);
    CHECK_EQ(letters.size(), 32);
    // 60 000 letters: each is expected 1875 times, give or take 43.
    for (const auto& [letter, times] : letters) CHECK((times > 1600 && times < 2150));
}

TEST_CASE("coupons that make no sense are refused") {
    Office office;
    const auto campaign = office.promotion(R"({"benefit":{"kind":"free_shipping"}})");
    const auto add = [&](const std::string& json) {
        return office.campaigns().add_coupons(campaign.id, coupons(json));
    };
    CHECK_EQ(code_of(add("{}")), "pricing.bad_coupons");
    CHECK_EQ(code_of(add(R"({"code":"A","count":1})")), "pricing.bad_coupons");
    CHECK_EQ(code_of(add(R"({"code":"A B"})")), "pricing.bad_coupons");
    CHECK_EQ(code_of(add(R"({"code":"A","length":9})")), "pricing.bad_coupons");
    CHECK_EQ(code_of(add(R"({"count":1,"prefix":"ä"})")), "pricing.bad_coupons");
    for (const auto* json : {R"({"count":0})", R"({"count":100001})", R"({"count":1,"length":7})",
                             R"({"count":1,"limit":0})", R"({"code":""})"})
        CHECK_FALSE(done(platform::json::read<CouponsBody>(json)));
    office.coupon(campaign, "TAKEN");
    CHECK_EQ(code_of(add(R"({"code":"taken "})")), "pricing.code_taken");
    CHECK_EQ(
        code_of(office.campaigns().add_coupons(PromotionId::make(), coupons(R"({"count":1})"))),
        "pricing.no_such_promotion");
    CHECK_EQ(code_of(office.campaigns().remove_coupon(campaign.id, "none")),
             "pricing.no_such_coupon");
    CHECK(done(office.campaigns().remove_coupon(campaign.id, " taken")));
}
