#include "catalog/events.hpp"
#include "shop.hpp"

#include <set>

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

ProductChange change(const std::string& json) {
    return platform::json::read<ProductChange>(json).value();
}
VariantChange variant_change(const std::string& json) {
    return platform::json::read<VariantChange>(json).value();
}

}  // namespace

TEST_CASE("a change leaves alone what it does not name") {
    auto& shop = open_shop();
    const auto before = *shop.catalog->create(simple("Before", "change-1"));
    const auto after = shop.catalog->change(
        before.id, change(R"({"title":"After","categories":["changed"],"status":"draft"})"));
    REQUIRE(after.has_value());
    CHECK(after->title == "After");
    CHECK(after->slug == before.slug);
    CHECK(after->updated_at > before.updated_at);
    CHECK(platform::json::write(*shop.catalog->product(before.id.text())) ==
          platform::json::write(*after));
    CHECK(shop.facts_of(before.id).back() == "catalog.product_changed.v1");
}

TEST_CASE("a change of what has changed in the meantime is refused") {
    auto& shop = open_shop();
    const auto read = *shop.catalog->create(simple("Shared", "shared-1"));
    auto mine = change(R"({"title":"Mine"})");
    mine.unchanged_since = read.updated_at;
    CHECK(shop.catalog->change(read.id, mine).has_value());
    const auto refused = shop.catalog->change(read.id, mine);
    CHECK(code_of(refused) == "catalog.changed_meanwhile");
    CHECK(refused.error().kind == platform::ErrorKind::precondition_failed);
}

TEST_CASE("a change that changes nothing is not announced") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Steady", "steady"));
    const auto facts = shop.facts_of(product.id);
    const auto same = shop.catalog->change(product.id, change(R"({"title":"Steady"})"));
    REQUIRE(same.has_value());
    CHECK(same->updated_at == product.updated_at);
    CHECK(shop.catalog->change(product.id, change("{}")).has_value());
    CHECK(shop.catalog
              ->change_variant(product.variants[0].id,
                               variant_change(R"({"prices":[{"amount":1999,"currency":"EUR"}]})"))
              .has_value());
    CHECK(shop.facts_of(product.id) == facts);
}

TEST_CASE("a change names everything that is wrong with it") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Checked", "checked"));
    const auto refused = shop.catalog->change(
        product.id, change(R"({"categories":["fine","Not fine"],"attributes":{"":1}})"));
    CHECK(pointers_of(refused) == std::vector<std::string>{"/categories/1", "/attributes"});
    const auto variant = shop.catalog->change_variant(
        product.variants[0].id,
        variant_change(R"({"prices":[],"compare_at":[{"amount":-1,"currency":"EUR"}]})"));
    CHECK(pointers_of(variant) == std::vector<std::string>{"/prices", "/compare_at/0/amount"});
    CHECK(*shop.catalog->product(product.id.text()) == product);
}

TEST_CASE("a product cannot take another's slug") {
    auto& shop = open_shop();
    const auto first = *shop.catalog->create(simple("First of two", "slug-1"));
    const auto second = *shop.catalog->create(simple("Second of two", "slug-2"));
    CHECK(code_of(shop.catalog->change(second.id, change(R"({"slug":"first-of-two"})"))) ==
          "catalog.slug_taken");
    CHECK(shop.catalog->change(first.id, change(R"({"slug":"first-of-two"})")).has_value());
}

TEST_CASE("repricing a variant announces the old and the new price") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Repriced", "repriced"));
    const auto after = shop.catalog->change_variant(
        product.variants[0].id, variant_change(R"({"prices":[{"amount":1500,"currency":"EUR"},
                                     {"amount":1700,"currency":"USD"}],
                           "compare_at":[{"amount":1999,"currency":"EUR"}],"weight_grams":10})"));
    REQUIRE(after.has_value());
    CHECK(after->variants[0].prices.size() == 2);
    CHECK(after->variants[0].weight_grams == 10);
    const auto facts = shop.facts_of(product.id);
    CHECK(facts[facts.size() - 2] == "catalog.price_changed.v1");
    CHECK(facts.back() == "catalog.product_changed.v1");
    CHECK(code_of(shop.catalog->change_variant(
              product.variants[0].id, variant_change(R"({"prices":[]})"))) == "catalog.no_prices");
    CHECK(code_of(shop.catalog->change_variant(VariantId::make(), {})) ==
          "catalog.no_such_variant");
}

TEST_CASE("a product that is removed is gone, and so it is announced") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Removed", "removed"));
    CHECK(code_of(shop.catalog->remove(product.id, product.updated_at - std::chrono::hours(1))) ==
          "catalog.changed_meanwhile");
    CHECK(shop.catalog->remove(product.id, product.updated_at).has_value());
    CHECK(code_of(shop.catalog->product(product.id.text())) == "catalog.no_such_product");
    CHECK(code_of(shop.catalog->remove(product.id, std::nullopt)) == "catalog.no_such_product");
    CHECK(shop.facts_of(product.id).back() == "catalog.product_deleted.v1");
    CHECK(shop.catalog->create(simple("Again", "removed")).has_value());
}

TEST_CASE("what a cart needs to know is found by SKU and by id") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Sold", "sold-1"));
    const auto found = shop.catalog->sellable("sold-1", eur);
    REQUIRE(found.has_value());
    CHECK(found->title == "Sold");
    CHECK(found->price == platform::Money{1999, eur});
    CHECK(found->published);
    CHECK(!shop.catalog->sellable(found->id.text(), usd)->price);
    CHECK(shop.catalog->sellable({found->id, VariantId::make()}, eur).size() == 1);
    CHECK(code_of(shop.catalog->sellable("nothing", eur)) == "catalog.no_such_variant");
}

TEST_CASE("what is sold under a SKU is remembered until a fact concerns it") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Remembered", "remembered-1"));
    const auto title = [&] { return shop.catalog->sellable("remembered-1", eur)->title; };
    CHECK(title() == "Remembered");
    REQUIRE(shop.catalog->change(product.id, change(R"({"title":"Renamed"})")).has_value());
    CHECK(title() == "Remembered");
    drop_remembered({"reviews.review_accepted.v1", product.id.uuid(), "{}"}, *shop.catalog);
    CHECK(title() == "Remembered");
    drop_remembered({std::string(ProductChanged::name), product.id.uuid(), "{}"}, *shop.catalog);
    CHECK(title() == "Renamed");
}

TEST_CASE("ids come page by page, each once") {
    auto& shop = open_shop();
    std::set<ProductId> seen;
    std::optional<ProductId> after;
    while (true) {
        const auto page = shop.catalog->ids_after(after, 3);
        if (page.empty()) break;
        for (const auto& id : page) CHECK(seen.insert(id).second);
        after = page.back();
    }
    CHECK(seen.size() > 3);
}
