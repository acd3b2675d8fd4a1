#include "catalog/events.hpp"
#include "inventory/events.hpp"
#include "pricing/events.hpp"
#include "reviews/events.hpp"
#include "search/events.hpp"
#include "window.hpp"

using namespace kontor;
using namespace kontor::storefront;

namespace {

constexpr auto two_variants =
    R"({"sku":"PAGE-L","options":{"size":"L"},"stock":0,
        "prices":[{"amount":2500,"currency":"EUR"},{"amount":2900,"currency":"USD"}]},
       {"sku":"PAGE-S","options":{"size":"S"},"stock":4,"weight_grams":200,
        "prices":[{"amount":2000,"currency":"EUR"}],
        "compare_at":[{"amount":2400,"currency":"EUR"}]})";

}  // namespace

TEST_CASE_FIXTURE(Window, "a product is shown by id and by slug with prices and availability") {
    const auto created = add(two_variants);
    for (const auto& name : {created.id.text(), created.slug}) {
        const auto shown = product(name);
        CHECK(shown.at("available") == true);
        CHECK(shown.at_pointer("/variants/0/available") == false);
        CHECK(shown.at_pointer("/variants/0/price/amount") == 2500);
        CHECK_FALSE(shown.at_pointer("/variants/0").as_object().contains("tiers"));
        CHECK(shown.at_pointer("/variants/1/sku") == "PAGE-S");
        CHECK(shown.at_pointer("/variants/1/weight_grams") == 200);
        CHECK_FALSE(shown.as_object().contains("updated_at"));
        CHECK_FALSE(shown.as_object().contains("rating"));
    }
}

TEST_CASE_FIXTURE(Window, "prices are those of the price lists, and the product's the lowest") {
    const auto created = add(
        R"({"sku":"DEAR","prices":[{"amount":1900,"currency":"EUR"}]},
           {"sku":"CHEAP","prices":[{"amount":2000,"currency":"EUR"}],
            "compare_at":[{"amount":2400,"currency":"EUR"}]},
           {"sku":"DEARER","prices":[{"amount":2100,"currency":"EUR"}]})");
    const auto shown = product(created.slug);
    for (const auto* of : {"", "/variants/1"}) {
        const std::string path(of);
        CHECK(shown.at_pointer(path + "/price/amount") == 1800);
        CHECK(shown.at_pointer(path + "/compare_at_price/amount") == 2400);
        CHECK(shown.at_pointer(path + "/lowest_price_30_days/amount") == 2000);
    }
    CHECK(shown.at_pointer("/variants/1/tiers/0/quantity") == 10);
    CHECK(shown.at_pointer("/variants/1/tiers/0/price/amount") == 1000);
}

TEST_CASE_FIXTURE(Window, "prices are shown in a currency of the shop") {
    const auto created = add(
        R"({"sku":"DOLLAR","prices":[{"amount":2500,"currency":"EUR"},
            {"amount":2900,"currency":"USD"}]},
           {"sku":"EURO","prices":[{"amount":2400,"currency":"EUR"}]})");
    const auto in_dollars = product(created.slug + "?currency=USD");
    CHECK(in_dollars.at_pointer("/price/amount") == 2900);
    CHECK(in_dollars.at_pointer("/variants/0/price/currency") == "USD");
    CHECK_FALSE(in_dollars.at_pointer("/variants/1").as_object().contains("price"));
    CHECK(product(created.slug + "?currency=EUR") == product(created.slug));

    const auto refused = get("/products/" + created.slug + "?currency=JPY");
    CHECK(refused.status == 422);
    const auto problem = boost::json::parse(refused.body);
    CHECK(problem.at("code") == "pricing.no_such_currency");
    CHECK(problem.at_pointer("/errors/0/pointer") == "/query/currency");
    CHECK(get("/products/" + created.slug + "?currency=euro").status == 422);
    CHECK(get("/products/" + created.slug + "?colour=red").status == 400);
}

TEST_CASE_FIXTURE(Window, "the rating is that of the accepted reviews, and seen at once") {
    const auto created = add_simple();
    CHECK_FALSE(product(created.slug).as_object().contains("rating"));
    review(created.id, 5);
    review(created.id, 4);
    review(created.id, 4);
    CHECK(product(created.slug).at_pointer("/rating/average") == 4.333);
    CHECK(product(created.slug).at_pointer("/rating/count") == 3);
}

TEST_CASE_FIXTURE(Window, "what is not published or does not exist is not found") {
    const auto draft = add_simple(R"("status":"draft",)");
    CHECK(get("/products/" + draft.slug).status == 404);
    CHECK(get("/products/" + draft.id.text()).status == 404);
    CHECK(get("/products/no-such").status == 404);
    CHECK(get("/products/" + catalog::ProductId::make().text()).status == 404);
    CHECK(get("/products/%00").status < 500);
}

TEST_CASE_FIXTURE(Window, "a slug that the product had before leads to the present one") {
    const auto created = add_simple();
    const auto now = created.slug + "-renamed";
    const auto change = from_json<catalog::ProductChange>(R"({"slug":")" + now + "\"}");
    REQUIRE(catalog->change(created.id, change).has_value());
    const auto moved = get("/products/" + created.slug + "?currency=USD");
    CHECK(moved.status == 301);
    CHECK(platform::http::find_header(moved.headers, "Location") ==
          "/v1/products/" + now + "?currency=USD");
    CHECK(get("/products/" + now).status == 200);
}

TEST_CASE_FIXTURE(Window,
                  "a product speaks the language that was asked for, and so do its categories") {
    const auto tea = categories
                         ->create(from_json<catalog::NewCategory>(
                             R"({"name":"Tea","translations":{"de":{"name":"Tee"}}})"))
                         .value();
    const auto created = add_simple(
        R"("description":"Green","categories":["tea"],"translations":{"de":{"title":"Ding"}},)");
    const auto german = product(created.slug, "de-AT");
    CHECK(german.at("title") == "Ding");
    CHECK(german.at("description") == "Green");
    CHECK(german.at_pointer("/categories/0/name") == "Tee");
    CHECK(product(created.slug, "fr").at_pointer("/categories/0/name") == "Tea");
    CHECK(product(created.slug).at("title") == boost::json::string(created.title));

    REQUIRE(categories
                ->change(tea.id, from_json<catalog::CategoryChange>(
                                     R"({"translations":{"de":{"name":"Tees"}}})"))
                .has_value());
    CHECK(product(created.slug, "de").at_pointer("/categories/0/name") == "Tees");
}

TEST_CASE_FIXTURE(Window, "a page is kept until a fact concerns its product, its stock or prices") {
    const auto created = add_simple(R"("categories":["kept"],)");
    const auto path = "/products/" + created.id.text();
    const auto other = platform::new_uuid();
    const std::vector<std::pair<std::string_view, platform::Uuid>> facts{
        {catalog::ProductChanged::name, created.id.uuid()},
        {catalog::ProductDeleted::name, created.id.uuid()},
        {catalog::CategoryChanged::name, created.categories.at(0).id.uuid()},
        {pricing::ProductRepriced::name, created.id.uuid()},
        {reviews::RatingChanged::name, created.id.uuid()},
        {inventory::StockChanged::name, created.variants[0].id.uuid()},
        {pricing::RulesChanged::name, platform::Uuid{}}};
    const auto told = facts_that_drop();
    for (const auto& [name, key] : facts) {
        CAPTURE(name);
        CHECK(std::ranges::find(told, name) != told.end());
        get(path);
        REQUIRE(cache.find("/v1" + path) != nullptr);
        if (name != pricing::RulesChanged::name) {
            drop_cached({std::string(name), other, "{}"}, cache);
            CHECK(cache.find("/v1" + path) != nullptr);
        }
        drop_cached({std::string(name), key, "{}"}, cache);
        CHECK(cache.find("/v1" + path) == nullptr);
    }
}

TEST_CASE_FIXTURE(Window, "an answer that is known already is not sent again") {
    const auto path = "/products/" + add_simple().slug;
    const auto first = get(path);
    const auto etag = platform::http::find_header(first.headers, "ETag");
    REQUIRE(etag);
    CHECK(get(path, {{"If-None-Match", std::string(*etag)}}).status == 304);
}
