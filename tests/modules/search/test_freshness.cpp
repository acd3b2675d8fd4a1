// What is changed is seen at once, in what is cached too.
#include "platform/http/cache.hpp"
#include "site.hpp"

#include <atomic>
#include <thread>

using namespace kontor;
using namespace kontor::search;
using namespace kontor::search::test;

namespace {

void add_many(Site& site, int count) {
    std::vector<catalog::NewProduct> products;
    for (int index = 0; index < count; ++index) {
        const auto number = std::to_string(index);
        products.push_back(platform::json::read<catalog::NewProduct>(
                               R"({"title":"P )" + number + R"(","attributes":{"colour":"red"},)" +
                               R"("variants":[{"sku":"s)" + number +
                               R"(","stock":1,"prices":[{"amount":100,"currency":"EUR"}]}]})")
                               .value());
    }
    site.catalog->create_all(products);
    site.dispatcher.drain();
}

}  // namespace

TEST_CASE("counts follow every change at once, however many products match") {
    Site site;
    add_many(site, 250);
    const auto counted = [&](const std::string& target) {
        const auto answer = site.answer(target);
        std::int64_t red = 0;
        for (const auto& facet : answer.at("facets").as_array())
            for (const auto& value : facet.at("values").as_array())
                if (value.at("value") == "red") red = value.at("count").as_int64();
        return std::pair(answer.at("total").as_int64(), red);
    };
    for (int round = 0; round < 2; ++round) {
        CHECK(counted("/v1/search") == std::pair<std::int64_t, std::int64_t>(250, 250));
        CHECK(counted("/v1/search?q=p") == std::pair<std::int64_t, std::int64_t>(250, 250));
    }
    const auto product = *site.catalog->product("p-7");
    catalog::ProductChange change;
    change.attributes = platform::change_to(
        std::map<std::string, catalog::AttributeValue>{{"colour", std::string("blue")}});
    REQUIRE(site.catalog->change(product.id, change).has_value());
    site.dispatcher.drain();
    CHECK(counted("/v1/search") == std::pair<std::int64_t, std::int64_t>(250, 249));
    REQUIRE(site.catalog->remove(product.id, std::nullopt).has_value());
    site.dispatcher.drain();
    CHECK(counted("/v1/search?q=p") == std::pair<std::int64_t, std::int64_t>(249, 249));
    REQUIRE(site.stock
                ->reserve(platform::new_uuid(), {{site.catalog->product("p-8")->variants[0].id, 1}},
                          site.clock.now() + std::chrono::hours(1))
                .has_value());
    CHECK(counted("/v1/search?in_stock=true").first == 249);
    site.dispatcher.drain();
    CHECK(counted("/v1/search?in_stock=true").first == 248);
}

TEST_CASE("a new price and a sold-out product reach lists that were cached") {
    Site site;
    platform::http::ResponseCache cache(1 << 20);
    site.events.on_committed([&](std::span<const platform::Announcement> facts) {
        for (const auto& fact : facts) drop_cached(fact, cache, *site.search);
    });
    platform::http::RouterOptions options;
    options.cache = &cache;
    platform::http::Router router(options);
    add_routes(router, *site.search, "secret");
    const auto product = site.add("Lamp", 1000, 1);

    for (const std::string target : {"/v1/products", "/v1/search?q=lamp"}) {
        const auto first = [&] {
            const auto response = router.handle({platform::http::Method::get, target, {}, "", ""});
            return boost::json::parse(response.body).at("data").at(0);
        };
        const auto price = first().at("price").at("amount").as_int64();
        CHECK(cache.find(target) != nullptr);
        catalog::VariantChange change;
        change.prices = {{price + 1, eur}};
        REQUIRE(site.catalog->change_variant(product.variants[0].id, change).has_value());
        site.dispatcher.drain();
        CHECK(first().at("price").at("amount") == price + 1);

        const auto holder = platform::new_uuid();
        CHECK(first().at("available") == true);
        REQUIRE(site.stock
                    ->reserve(holder, {{product.variants[0].id, 1}},
                              site.clock.now() + std::chrono::hours(1))
                    .has_value());
        site.dispatcher.drain();
        CHECK(first().at("available") == false);
        site.stock->release(holder);
        site.dispatcher.drain();
        CHECK(first().at("available") == true);
    }
}

TEST_CASE("whoever reads while the read model is made anew misses nothing") {
    Site site;
    add_many(site, 40);
    std::atomic<bool> done{false};
    std::jthread rebuilding([&] {
        for (int round = 0; round < 5; ++round) site.search->rebuild({}).value();
        done = true;
    });
    int incomplete = 0;
    while (!done) {
        incomplete += site.titles("/v1/products?limit=100").size() != 40;
        incomplete += site.answer("/v1/search?q=p").at("total") != 40;
        incomplete += site.answer("/v1/search?attr.colour=red").at("total") != 40;
    }
    CHECK(incomplete == 0);
}
