#include "site.hpp"

using namespace kontor;
using namespace kontor::search::test;

namespace {

Site& books() {
    static Site* site = [] {
        auto* made = new Site;
        made->add("Emma", 900, 1, R"("categories":["novels"])");
        made->add("Dune", 1500, 1, R"("categories":["novels","science-fiction"])");
        made->add("Atlas", 4000, 0, R"("categories":["maps"])");
        made->add("Beloved", 900, 1, R"("categories":["novels"])");
        return made;
    }();
    return *site;
}

}  // namespace

TEST_CASE("products are listed from new to old, or by price or title") {
    auto& site = books();
    CHECK(site.titles("/v1/products") == Titles{"Beloved", "Atlas", "Dune", "Emma"});
    CHECK(site.titles("/v1/products?sort=newest") == site.titles("/v1/products"));
    CHECK(site.titles("/v1/products?sort=price_asc") == Titles{"Emma", "Beloved", "Dune", "Atlas"});
    CHECK(site.titles("/v1/products?sort=price_desc") ==
          Titles{"Atlas", "Dune", "Beloved", "Emma"});
    CHECK(site.titles("/v1/products?sort=title") == Titles{"Atlas", "Beloved", "Dune", "Emma"});
}

TEST_CASE("every sort gives every product once, page by page") {
    auto& site = books();
    for (const auto* sort :
         {"newest", "price_asc", "price_desc", "title", "rating", "popularity"}) {
        const auto target = std::string("/v1/products?limit=1&sort=") + sort;
        Titles walked;
        auto page = site.answer(target);
        while (true) {
            walked.emplace_back(page.at("data").at(0).at("title").as_string());
            if (page.at("next_cursor").is_null()) break;
            page =
                site.answer(target + "&cursor=" + std::string(page.at("next_cursor").as_string()));
        }
        CHECK(walked == site.titles(std::string("/v1/products?sort=") + sort));
    }
}

TEST_CASE("a category lists what it contains, named by slug or id") {
    auto& site = books();
    CHECK(site.titles("/v1/products?category=novels") == Titles{"Beloved", "Dune", "Emma"});
    CHECK(site.titles("/v1/products?category=no-such").empty());
    std::string id;
    for (const auto& category : site.catalog->categories())
        if (category.slug == "maps") id = category.id.text();
    CHECK(site.titles("/v1/products?category=" + id) == Titles{"Atlas"});
    CHECK(site.titles("/v1/search?category=" + id) == Titles{"Atlas"});
    CHECK(site.titles("/v1/products?category=" + catalog::CategoryId::make().text()).empty());
}

TEST_CASE("a list refuses what it does not know") {
    auto& site = books();
    CHECK(site.get("/v1/products?sort=best").status == 422);
    CHECK(site.get("/v1/products?limit=0").status == 422);
    CHECK(site.get("/v1/products?limit=101").status == 422);
    CHECK(site.get("/v1/products?colour=red").status == 400);
    CHECK(site.get("/v1/products?cursor=forged").status == 400);
    const auto cursor =
        std::string(site.answer("/v1/products?sort=title&limit=1").at("next_cursor").as_string());
    CHECK(site.get("/v1/products?sort=newest&cursor=" + cursor).status == 400);
    CHECK(site.get("/v1/products?sort=title&limit=2&cursor=" + cursor).status == 200);
}

TEST_CASE("the list follows the catalogue and the stock") {
    Site site;
    const auto product = site.add("Lamp", 1000, 1);
    CHECK(site.answer("/v1/products").at("data").at(0).at("available") == true);

    catalog::ProductChange change;
    change.title = platform::Text<1, 300>::accept("Lantern");
    REQUIRE(site.catalog->change(product.id, change).has_value());
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products") == Titles{"Lantern"});

    const auto changes = site.changes;
    const auto holder = platform::new_uuid();
    const auto& variant = product.variants[0].id;
    REQUIRE(site.stock->reserve(holder, {{variant, 1}}, site.clock.now() + std::chrono::hours(1))
                .has_value());
    site.dispatcher.drain();
    CHECK(site.answer("/v1/products").at("data").at(0).at("available") == false);
    CHECK(site.changes == changes + 1);

    change = {};
    change.status = catalog::Status::archived;
    REQUIRE(site.catalog->change(product.id, change).has_value());
    site.dispatcher.drain();
    CHECK(site.titles("/v1/products").empty());
    CHECK(site.search->size() == 0);
}

TEST_CASE("stock that changes nothing a list shows does not disturb what is cached") {
    Site site;
    const auto product = site.add("Lamp", 1000, 5);
    const auto changes = site.changes;
    inventory::Adjustment adjustment;
    adjustment.on_hand = platform::Whole<0, 1'000'000'000>::accept(4);
    adjustment.reason = *platform::Text<1, 500>::accept("counted");
    REQUIRE(site.stock->adjust(product.variants[0].sku, adjustment).has_value());
    site.dispatcher.drain();
    CHECK(site.changes == changes);
}

TEST_CASE("a product is available while one of its variants is") {
    Site site;
    const auto product = site.add(
        R"({"title":"Shirt","variants":[
            {"sku":"S","stock":1,"options":{"size":"S"},"prices":[{"amount":100,"currency":"EUR"}]},
            {"sku":"M","stock":1,"options":{"size":"M"},
             "prices":[{"amount":80,"currency":"EUR"}],
             "compare_at":[{"amount":90,"currency":"EUR"}]}]})");
    auto summary = site.answer("/v1/products").at("data").at(0);
    CHECK(summary.at("price").at("amount") == 80);
    CHECK(summary.at("compare_at_price").at("amount") == 90);
    const auto soon = site.clock.now() + std::chrono::hours(1);
    for (std::size_t index = 0; index < 2; ++index) {
        REQUIRE(site.stock->reserve(platform::new_uuid(), {{product.variants[index].id, 1}}, soon)
                    .has_value());
        site.dispatcher.drain();
        summary = site.answer("/v1/products").at("data").at(0);
        CHECK(summary.at("available") == (index == 0));
    }
}
