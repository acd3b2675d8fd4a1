#include "shop.hpp"

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

NewProduct lamp(const std::string& slug, const std::string& more = "",
                const std::string& variants = "") {
    return request(R"({"slug":")" + slug + R"(","title":"Lamp","categories":["lamps"],
        "attributes":{"watts":5},"variants":[{"sku":")" +
                   slug + R"(","stock":2,"prices":[{"amount":100,"currency":"EUR"}]})" + variants +
                   "]" + more + "}");
}

std::vector<Upsert> outcomes(const std::vector<platform::Result<Upserted>>& answers) {
    std::vector<Upsert> list;
    for (const auto& answer : answers) list.push_back(answer.value().outcome);
    return list;
}

}  // namespace

TEST_CASE("an import creates what is new and leaves alone what is the same") {
    auto& shop = open_shop();
    const std::vector requests{lamp("up-1"),
                               lamp("up-2", R"(,"translations":{"de":{"slug":"hoch-2"}})")};
    CHECK(outcomes(shop.catalog->upsert_all(requests)) ==
          std::vector{Upsert::created, Upsert::created});
    const auto before = *shop.catalog->product("up-2");
    const auto facts = shop.facts_of(before.id);
    CHECK(outcomes(shop.catalog->upsert_all(requests)) ==
          std::vector{Upsert::unchanged, Upsert::unchanged});
    CHECK(*shop.catalog->product("up-2") == before);
    CHECK(shop.facts_of(before.id) == facts);
    CHECK(shop.stock->stock("up-1")->levels[0].on_hand == 2);
}

TEST_CASE("an import makes a product what it is given as") {
    auto& shop = open_shop();
    const auto other = R"(,{"sku":"up-3b","options":{},"prices":[{"amount":9,"currency":"EUR"}]})";
    REQUIRE(shop.catalog
                ->upsert_all({lamp("up-3", R"(,"description":"Old","status":"draft")", other)})[0]
                .has_value());
    const auto before = *shop.catalog->product("up-3");
    auto wanted = request(R"({"slug":"up-3","title":"Lantern","variants":[
        {"sku":"up-3c","stock":4,"prices":[{"amount":7,"currency":"EUR"}]},
        {"sku":"up-3","prices":[{"amount":150,"currency":"EUR"}]}]})");
    CHECK(outcomes(shop.catalog->upsert_all({wanted})) == std::vector{Upsert::changed});
    const auto after = *shop.catalog->product("up-3");
    CHECK(after.id == before.id);
    CHECK(after.created_at == before.created_at);
    CHECK(after.updated_at > before.updated_at);
    CHECK(after.title == "Lantern");
    CHECK(after.description.empty());
    CHECK(after.status == Status::published);
    CHECK(after.categories.empty());
    CHECK(after.attributes.empty());
    REQUIRE(after.variants.size() == 2);
    CHECK(after.variants[0].sku == "up-3c");
    CHECK(after.variants[1].id == before.variants[0].id);
    CHECK(after.variants[1].prices[0].amount == 150);
    CHECK(shop.stock->stock("up-3c")->levels[0].on_hand == 4);
    CHECK(shop.stock->stock("up-3")->levels[0].on_hand == 2);
    auto facts = shop.facts_of(before.id);
    facts.erase(facts.begin(), facts.begin() + 3);
    CHECK(facts == std::vector<std::string>{"catalog.variant_added.v1", "catalog.price_changed.v1",
                                            "catalog.variant_removed.v1",
                                            "catalog.product_changed.v1"});
    CHECK(outcomes(shop.catalog->upsert_all({wanted})) == std::vector{Upsert::unchanged});
}

TEST_CASE("an import without a slug finds the product by its first SKU") {
    auto& shop = open_shop();
    REQUIRE(shop.catalog->upsert_all({lamp("up-4")})[0].has_value());
    auto nameless = lamp("up-4");
    nameless.slug.reset();
    nameless.title = *platform::Text<1, 300>::accept("Another title");
    CHECK(outcomes(shop.catalog->upsert_all({nameless})) == std::vector{Upsert::changed});
    CHECK(shop.catalog->product("up-4")->title == "Another title");
    nameless.variants[0].sku = *platform::Text<1, 64>::accept("up-5");
    CHECK(outcomes(shop.catalog->upsert_all({nameless})) == std::vector{Upsert::created});
    CHECK(shop.catalog->product("another-title")->variants[0].sku == "up-5");
}

TEST_CASE("an import keeps what it can and says what is wrong with the rest") {
    auto& shop = open_shop();
    REQUIRE(shop.catalog->upsert_all({lamp("up-6"), lamp("up-7")})[1].has_value());
    const auto before = *shop.catalog->product("up-6");
    auto no_prices = lamp("up-8");
    no_prices.variants[0].prices.clear();
    auto steals = lamp("up-6", "", R"(,{"sku":"up-7","prices":[{"amount":1,"currency":"EUR"}]})");
    auto also_new = lamp("up-9", "", R"(,{"sku":"up-6","prices":[{"amount":1,"currency":"EUR"}]})");
    const auto answers =
        shop.catalog->upsert_all({no_prices, steals, lamp("up-7", R"(,"description":"New")"),
                                  lamp("up-7"), also_new, lamp("up-10"), lamp("up-10")});
    REQUIRE(answers.size() == 7);
    CHECK(code_of(answers[0]) == "catalog.no_prices");
    CHECK(code_of(answers[1]) == "catalog.sku_taken");
    CHECK(pointer_of(answers[1]) == "/variants/1/sku");
    CHECK(answers[2]->outcome == Upsert::changed);
    CHECK(code_of(answers[3]) == "catalog.given_twice");
    CHECK(code_of(answers[4]) == "catalog.sku_taken");
    CHECK(answers[5]->outcome == Upsert::created);
    CHECK(code_of(answers[6]) == "catalog.sku_taken");
    CHECK(*shop.catalog->product("up-6") == before);
    CHECK(shop.catalog->product("up-7")->description == "New");
}

TEST_CASE("what an import would do is told without doing it") {
    auto& shop = open_shop();
    REQUIRE(shop.catalog->upsert_all({lamp("up-11")})[0].has_value());
    const auto before = *shop.catalog->product("up-11");
    const auto answers = shop.catalog->check_upserts(
        {lamp("up-11"), lamp("up-12"), lamp("up-11", R"(,"description":"x")")});
    CHECK(answers[0].value() == Upsert::unchanged);
    CHECK(answers[1].value() == Upsert::created);
    CHECK(code_of(answers[2]) == "catalog.given_twice");
    CHECK(shop.catalog->check_upserts({lamp("up-11", R"(,"description":"x")")})[0].value() ==
          Upsert::changed);
    CHECK(*shop.catalog->product("up-11") == before);
    CHECK(code_of(shop.catalog->product("up-12")) == "catalog.no_such_product");
}

TEST_CASE("translated slugs move with an import") {
    auto& shop = open_shop();
    REQUIRE(
        shop.catalog->upsert_all({lamp("up-13", R"(,"translations":{"de":{"slug":"hoch-13"}})")})[0]
            .has_value());
    const auto moved =
        shop.catalog->upsert_all({lamp("up-13", R"(,"translations":{"de":{"slug":"hoeher-13"}})")});
    CHECK(moved[0]->outcome == Upsert::changed);
    CHECK(shop.catalog->resolve("hoch-13")->redirected);
    CHECK_FALSE(shop.catalog->resolve("hoeher-13")->redirected);
    const auto taken =
        shop.catalog->upsert_all({lamp("up-14", R"(,"translations":{"de":{"slug":"hoeher-13"}})")});
    CHECK(code_of(taken[0]) == "catalog.slug_taken");
}
