#include "shop.hpp"

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

Product bag(Shop& shop, const std::string& sku) {
    return *shop.catalog->create(
        request(R"({"title":"Bag","variants":[)"
                R"({"sku":")" +
                sku +
                R"(-s","options":{"size":"S"},"prices":[{"amount":100,"currency":"EUR"}]},)"
                R"({"sku":")" +
                sku +
                R"(-m","options":{"size":"M"},"prices":[{"amount":200,"currency":"EUR"}],)"
                R"("compare_at":[{"amount":300,"currency":"EUR"}]}]})"));
}

std::int64_t count(const std::vector<std::string>& facts, std::string_view name) {
    return std::ranges::count(facts, name);
}

}  // namespace

TEST_CASE("prices of many variants change at once, and their products say so once") {
    auto& shop = open_shop();
    const auto batches = make_batches(shop.database, shop.events, shop.clock);
    const auto product = bag(shop, "batch-price");
    const auto answers = batches->change_prices(
        {{"batch-price-s", {150, eur}, {}},
         {"batch-price-s", {180, usd}, platform::change_to(std::int64_t{190})},
         {"batch-price-m", {200, eur}, platform::Nullable<std::int64_t>{}},
         {"batch-price-none", {1, eur}, {}},
         {"batch-price-m", {0, usd}, {}}});
    REQUIRE(answers.size() == 5);
    CHECK(answers[0].value() == true);
    CHECK(answers[1].value() == true);
    CHECK(answers[2].value() == true);
    CHECK(answers[3].error().code == "catalog.no_such_sku");
    CHECK(answers[4].error().code == "catalog.price_not_positive");

    const auto after = *shop.catalog->product(product.id.text());
    using Prices = std::vector<platform::Money>;
    CHECK(after.variants[0].prices == Prices{{150, eur}, {180, usd}});
    CHECK(after.variants[0].compare_at == Prices{{190, usd}});
    CHECK(after.variants[1].prices == Prices{{200, eur}});
    CHECK(after.variants[1].compare_at.empty());
    CHECK(after.updated_at > product.updated_at);
    const auto facts = shop.facts_of(product.id);
    CHECK(count(facts, "catalog.price_changed.v1") == 1);
    CHECK(count(facts, "catalog.product_changed.v1") == 1);

    const auto again = batches->change_prices({{"batch-price-s", {150, eur}, {}}});
    CHECK(again[0].value() == false);
    CHECK(*shop.catalog->product(product.id.text()) == after);
}

TEST_CASE("variants are changed by SKU, and a refused one stays as it was") {
    auto& shop = open_shop();
    const auto batches = make_batches(shop.database, shop.events, shop.clock);
    const auto product = bag(shop, "batch-variant");
    const auto answers = batches->change_variants(
        {{"batch-variant-s", of_json<VariantChange>(R"({"weight_grams":5,"title":"Small"})")},
         {"batch-variant-m", of_json<VariantChange>(R"({"options":{"length":"1 m"}})")}});
    CHECK(answers[0].value() == true);
    CHECK(answers[1].has_error());
    const auto after = *shop.catalog->product(product.id.text());
    CHECK(after.variants[0].weight_grams == 5);
    CHECK(after.variants[0].title == "Small");
    CHECK(after.variants[1] == product.variants[1]);
}

TEST_CASE("products are found by slug or by SKU") {
    auto& shop = open_shop();
    const auto batches = make_batches(shop.database, shop.events, shop.clock);
    const auto one = bag(shop, "batch-find-a");
    const auto two = bag(shop, "batch-find-b");
    auto found =
        batches->products_with({one.slug, "no-such"}, {"batch-find-b-m", one.variants[0].sku});
    std::ranges::sort(found, {}, &Product::id);
    CHECK(found == std::vector<Product>{one, two});
}
