#include "shop.hpp"

#include <atomic>
#include <set>
#include <thread>

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

TEST_CASE("a product is kept with everything that was given") {
    auto& shop = open_shop();
    const auto created = shop.catalog->create(request(R"({
        "title": "A Shirt of Señor Ünlü", "description": "Soft.",
        "categories": ["clothes", "spring-sale"],
        "attributes": {"colour": "red", "organic": true, "threads": 120, "weight": 1.5},
        "images": [{"url": "https://example.org/shirt.jpg"}],
        "variants": [
            {"sku": "SHIRT-S", "options": {"size": "S"}, "stock": 4, "weight_grams": 200,
             "prices": [{"amount": 1999, "currency": "EUR"}, {"amount": 2299, "currency": "USD"}],
             "compare_at": [{"amount": 2999, "currency": "EUR"}]},
            {"sku": "SHIRT-M", "options": {"size": "M"},
             "prices": [{"amount": 2099, "currency": "EUR"}]}]})"));
    REQUIRE(created.has_value());
    CHECK(created->status == Status::published);
    const auto kept = shop.catalog->product(created->id.text());
    REQUIRE(kept.has_value());
    CHECK(platform::json::write(*kept) == platform::json::write(*created));
    CHECK(kept->categories[0].slug == "clothes");
    CHECK(kept->categories[1].name == "Spring sale");
    CHECK(kept->options[0].values == std::vector<std::string>{"S", "M"});
    CHECK(kept->variants[0].title == "S");
    CHECK(shop.catalog->product(created->slug)->id == created->id);
    CHECK(shop.facts_of(created->id) == std::vector<std::string>{"catalog.product_created.v1",
                                                                 "catalog.variant_added.v1",
                                                                 "catalog.variant_added.v1"});
}

TEST_CASE("whoever asks after a product was created finds its stock") {
    auto& shop = open_shop();
    const auto created = shop.catalog->create(simple("Stocked", "stocked"));
    CHECK(shop.stock->available({created->variants[0].id})[0].quantity == 3);
}

TEST_CASE("a slug made from a title gives way to one that exists") {
    auto& shop = open_shop();
    CHECK(shop.catalog->create(simple("The Same Title", "same-1"))->slug == "the-same-title");
    CHECK(shop.catalog->create(simple("The Same Title", "same-2"))->slug == "the-same-title-2");
    CHECK(shop.catalog->create(simple("The same: title!", "same-3"))->slug == "the-same-title-3");
    CHECK(shop.catalog->create(simple("日本", "untranslatable"))->slug.starts_with("product-"));
}

TEST_CASE("a slug or SKU that is taken is refused") {
    auto& shop = open_shop();
    auto first = simple("Taken", "taken");
    first.slug = platform::Slug::accept("taken-slug");
    REQUIRE(shop.catalog->create(first).has_value());
    auto same_slug = first;
    same_slug.variants[0].sku = *platform::Text<1, 64>::accept("not-taken");
    CHECK(code_of(shop.catalog->create(same_slug)) == "catalog.slug_taken");
    const auto same_sku = shop.catalog->create(simple("Other", "taken"));
    CHECK(code_of(same_sku) == "catalog.sku_taken");
    CHECK(same_sku.error().kind == platform::ErrorKind::conflict);
    CHECK(pointer_of(same_sku) == "/variants/0/sku");
}

TEST_CASE("a product that could not be sold is refused") {
    auto& catalog = *open_shop().catalog;
    const auto create = [&](const std::string& variants) {
        return catalog.create(request(R"({"title":"T","variants":[)" + variants + "]}"));
    };
    CHECK(code_of(create("")) == "catalog.no_variants");
    CHECK(code_of(create(R"({"sku":"x","prices":[]})")) == "catalog.no_prices");
    const auto free = create(R"({"sku":"x","prices":[{"amount":0,"currency":"EUR"}]})");
    CHECK(code_of(free) == "catalog.price_not_positive");
    CHECK(pointer_of(free) == "/variants/0/prices/0/amount");
    CHECK(code_of(create(R"({"sku":"x","prices":[{"amount":1,"currency":"EUR"},
                             {"amount":2,"currency":"EUR"}]})")) == "catalog.price_twice");
    CHECK(
        code_of(create(R"({"sku":"x","options":{"a":"1"},"prices":[{"amount":1,"currency":"EUR"}]},
                            {"sku":"y","options":{"b":"1"},"prices":[{"amount":1,"currency":"EUR"}]}
                            )")) == "catalog.options_differ");
    CHECK(code_of(create(R"({"sku":"x","prices":[{"amount":1,"currency":"EUR"}]},
                            {"sku":"x","prices":[{"amount":1,"currency":"EUR"}]})")) ==
          "catalog.sku_taken");
    auto named = simple("T", "badly-placed");
    named.categories = {"Not a slug"};
    CHECK(code_of(catalog.create(named)) == "catalog.not_a_slug");
    named.categories = {CategoryId::make().text()};
    CHECK(code_of(catalog.create(named)) == "catalog.no_such_category");
}

TEST_CASE("a product is refused with every problem that it has") {
    const auto refused = open_shop().catalog->create(request(R"({
        "title": "T", "categories": ["fine", "Not fine", "-"], "attributes": {"": "x"},
        "seo": {"title": "a\u0001b"},
        "variants": [
            {"sku": " x", "prices": [{"amount": 0, "currency": "EUR"},
                                     {"amount": 5, "currency": "EUR"}]},
            {"sku": "y", "options": {"size": "S"}, "prices": [],
             "compare_at": [{"amount": -5, "currency": "EUR"}]}]})"));
    CHECK(code_of(refused) == "catalog.bad_sku");
    CHECK(pointers_of(refused) ==
          std::vector<std::string>{"/variants/0/sku", "/variants/0/prices/0/amount",
                                   "/variants/0/prices/1/currency", "/variants/1/prices",
                                   "/variants/1/compare_at/0/amount", "/variants/1/options",
                                   "/categories/1", "/categories/2", "/attributes", "/seo/title"});
}

TEST_CASE("a SKU is one line, and no id") {
    auto& catalog = *open_shop().catalog;
    for (const auto& sku : {std::string(R"(a\nb)"), std::string(R"(a\tb)"), std::string("a "),
                            VariantId::make().text()}) {
        CAPTURE(sku);
        CHECK(code_of(catalog.create(simple("T", sku))) == "catalog.bad_sku");
    }
    CHECK(catalog.create(simple("T", "odd / but #fine?")).has_value());
}

TEST_CASE("a product with too much of anything is refused") {
    auto& catalog = *open_shop().catalog;
    auto crowded = simple("Crowded", "crowded");
    crowded.categories.emplace();
    crowded.attributes.emplace();
    for (int index = 0; index < 40'000; ++index)
        crowded.categories->push_back("c" + std::to_string(index));
    for (int index = 0; index < 101; ++index)
        crowded.attributes->emplace("a" + std::to_string(index), true);
    const auto refused = catalog.create(crowded);
    CHECK(code_of(refused) == "catalog.too_many");
    CHECK(pointers_of(refused) == std::vector<std::string>{"/categories", "/attributes"});
}

TEST_CASE("products of one very long title get slugs of their own") {
    auto& shop = open_shop();
    const std::string title(250, 'a');
    std::set<std::string> slugs;
    for (int index = 0; index < 4; ++index) {
        const auto created =
            shop.catalog->create(simple(title, "long-title-" + std::to_string(index)));
        REQUIRE(created.has_value());
        CHECK(platform::Slug::accept(created->slug));
        slugs.insert(created->slug);
    }
    CHECK(slugs.size() == 4);
}

TEST_CASE("an import keeps what it can and says why it did not keep the rest") {
    auto& shop = open_shop();
    REQUIRE(shop.catalog->create(simple("Before", "import-taken")).has_value());
    auto no_prices = simple("No prices", "import-3");
    no_prices.variants[0].prices.clear();
    auto given = simple("Given", "import-6");
    given.slug = platform::Slug::accept("import");
    const auto answers = shop.catalog->create_all(
        {simple("Import", "import-1"), simple("Import", "import-1"), simple("Import", "import-2"),
         no_prices, simple("Import", "import-taken"), given});
    REQUIRE(answers.size() == 6);
    CHECK(code_of(answers[1]) == "catalog.sku_taken");
    CHECK(code_of(answers[3]) == "catalog.no_prices");
    CHECK(code_of(answers[4]) == "catalog.sku_taken");
    CHECK(shop.catalog->product(answers[5]->text())->slug == "import");
    CHECK(shop.catalog->product(answers[0]->text())->slug == "import-2");
    CHECK(shop.catalog->product(answers[2]->text())->slug == "import-3");
    CHECK(shop.stock->stock("import-2")->levels[0].on_hand == 3);
}

TEST_CASE("of two who create the same at once, one is refused") {
    auto& shop = open_shop();
    for (int round = 0; round < 10; ++round) {
        const auto sku = "race-" + std::to_string(round);
        std::atomic<int> kept{0}, refused{0};
        {
            std::vector<std::jthread> threads;
            for (int index = 0; index < 4; ++index)
                threads.emplace_back([&] {
                    const auto created = shop.catalog->create(simple("Race", sku));
                    ++(created ? kept : refused);
                });
        }
        CHECK(kept == 1);
        CHECK(refused == 3);
    }
}

TEST_CASE("products of one title created at once get slugs of their own") {
    auto& shop = open_shop();
    std::vector<std::jthread> threads;
    std::atomic<int> kept{0};
    for (int index = 0; index < 4; ++index)
        threads.emplace_back([&, index] {
            if (shop.catalog->create(simple("Twins", "twin-" + std::to_string(index)))) ++kept;
        });
    threads.clear();
    CHECK(kept == 4);
}
