#include "catalog/localise.hpp"
#include "shop.hpp"

#include <atomic>
#include <thread>

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

ProductChange change(const std::string& json) {
    return of_json<ProductChange>(json);
}

NewProduct translated_lamp(const std::string& sku, const std::string& slug) {
    auto lamp = simple("Lamp " + sku, sku);
    lamp.translations = of_json<NewProductTranslations>(R"({"de":{"title":"Lampe","slug":")" +
                                                        slug + R"(","seo":{"title":"Licht"}},
            "de-AT":{"title":"Lamperl"}})");
    return lamp;
}

}  // namespace

TEST_CASE("a slug that a product had leads to it until another takes it") {
    auto& shop = open_shop();
    const auto moved = *shop.catalog->create(simple("Old name", "old-name-1"));
    REQUIRE(shop.catalog->change(moved.id, change(R"({"slug":"new-name"})")).has_value());
    const auto by_old = shop.catalog->resolve("old-name");
    REQUIRE(by_old.has_value());
    CHECK(by_old->redirected);
    CHECK(by_old->product.slug == "new-name");
    CHECK_FALSE(shop.catalog->resolve("new-name")->redirected);
    CHECK_FALSE(shop.catalog->resolve(moved.id.text())->redirected);

    const auto other = *shop.catalog->create(simple("Old name", "old-name-2"));
    CHECK(other.slug == "old-name");
    CHECK(shop.catalog->resolve("old-name")->product.id == other.id);
    CHECK_FALSE(shop.catalog->resolve("old-name")->redirected);
}

TEST_CASE("a product that gets its old slug back has no redirect to itself") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("There and back", "back"));
    REQUIRE(shop.catalog->change(product.id, change(R"({"slug":"there"})")).has_value());
    REQUIRE(shop.catalog->change(product.id, change(R"({"slug":"there-and-back"})")).has_value());
    CHECK_FALSE(shop.catalog->resolve("there-and-back")->redirected);
    CHECK(shop.catalog->resolve("there")->redirected);
}

TEST_CASE("a removed product's slugs lead nowhere and are free") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(simple("Forgotten", "forgotten"));
    REQUIRE(shop.catalog->change(product.id, change(R"({"slug":"forgotten-2"})")).has_value());
    REQUIRE(shop.catalog->remove(product.id, std::nullopt).has_value());
    CHECK(code_of(shop.catalog->resolve("forgotten")) == "catalog.no_such_product");
    CHECK(code_of(shop.catalog->resolve("forgotten-2")) == "catalog.no_such_product");
    CHECK(shop.catalog->create(simple("Forgotten", "forgotten-again"))->slug == "forgotten");
}

TEST_CASE("each text is in the language asked for, else in a wider one, else as it came") {
    auto& shop = open_shop();
    const auto lamp = *shop.catalog->create(translated_lamp("lamp-1", "lampe"));
    const auto& kept = *shop.catalog->product("lampe");
    CHECK(kept == lamp);
    CHECK_FALSE(shop.catalog->resolve("lampe")->redirected);
    const auto austrian = in_language(lamp, "de-AT");
    CHECK(austrian.title == "Lamperl");
    CHECK(austrian.slug == "lampe");
    CHECK(austrian.seo.title == "Licht");
    CHECK(in_language(lamp, "de-CH").title == "Lampe");
    CHECK(in_language(lamp, "fr").title == lamp.title);
    CHECK(in_language(lamp, "").slug == lamp.slug);
    CHECK(in_language(lamp, "de").description == lamp.description);
}

TEST_CASE("slugs are one's own in every language") {
    auto& shop = open_shop();
    const auto lamp = *shop.catalog->create(translated_lamp("lamp-2", "leuchte"));
    const auto same = shop.catalog->create(translated_lamp("lamp-3", "leuchte"));
    CHECK(code_of(same) == "catalog.slug_taken");
    CHECK(pointer_of(same) == "/translations/de/slug");
    auto given = simple("Given", "lamp-4");
    given.slug = platform::Slug::accept("leuchte");
    CHECK(code_of(shop.catalog->create(given)) == "catalog.slug_taken");
    CHECK(shop.catalog->create(simple("Leuchte", "lamp-5"))->slug == "leuchte-2");
    const auto changed =
        shop.catalog->change(lamp.id, change(R"({"translations":{"de":{"slug":"leuchte-2"}}})"));
    CHECK(code_of(changed) == "catalog.slug_taken");
    REQUIRE(shop.catalog->change(lamp.id, change(R"({"translations":{"de":{"slug":"licht"}}})"))
                .has_value());
    CHECK(shop.catalog->resolve("leuchte")->redirected);
    CHECK(shop.catalog->resolve("licht")->product.id == lamp.id);
}

TEST_CASE("of those who take one slug at the same time one gets it") {
    auto& shop = open_shop();
    std::vector<ProductId> products;
    for (int index = 0; index < 4; ++index)
        products.push_back(
            shop.catalog->create(simple("Racer", "racer-" + std::to_string(index)))->id);
    std::atomic<int> kept{0}, refused{0};
    std::vector<std::jthread> threads;
    for (const auto& id : products)
        threads.emplace_back([&, id] {
            const auto changed = shop.catalog->change(id, change(R"({"slug":"the-winner"})"));
            ++(changed ? kept : refused);
            if (!changed) CHECK(code_of(changed) == "catalog.slug_taken");
        });
    threads.clear();
    CHECK(kept == 1);
    CHECK(refused == 3);
}
