// Search with the catalogue and the inventory that it reads, its events stepped by hand.
#pragma once

#include "shown_prices.hpp"

#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "platform/json/json.hpp"
#include "search/events.hpp"
#include "search/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::search::test {

inline const platform::Currency eur = *platform::Currency::parse("EUR");

struct Site {
    kontor::test::TestDatabase made{{"inventory", "catalog", "search"}};
    ShownPrices prices;
    platform::Database platform_database = made.database("platform");
    platform::Database inventory_database = made.database("inventory");
    platform::Database catalog_database = made.database("catalog");
    platform::Database database = made.database("search");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_database, events, clock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(catalog_database, events, clock, *stock);
    Config config{eur, {"en", "de"}};
    std::unique_ptr<Search> search =
        make_search(database, events, {*catalog, *stock, prices}, config);
    platform::Jobs jobs{made.pool()};
    platform::Dispatcher dispatcher{events, platform_database, clock};
    int changes = 0;
    platform::http::ResponseCache cache{1 << 20};
    platform::http::Router router{platform::http::RouterOptions{}};

    Site() {
        subscribe(dispatcher, database, events, {*catalog, *stock, prices}, config);
        add_jobs(jobs, *search);
        events.on_committed([this](std::span<const platform::Announcement> facts) {
            for (const auto& fact : facts) {
                changes += fact.name == ListingChanged::name;
                drop_cached(fact, cache, *search);
            }
        });
        inventory::subscribe(dispatcher, inventory_database, events, clock);
        add_routes(router, *search, "secret");
    }

    catalog::Product add(const std::string& json) {
        auto product =
            catalog->create(platform::json::read<catalog::NewProduct>(json).value()).value();
        dispatcher.drain();
        return product;
    }
    // more: further members of the product, such as R"("categories":["books"])".
    catalog::Product add(const std::string& title, std::int64_t price, std::int64_t on_hand = 1,
                         const std::string& more = "") {
        return add(R"({"title":")" + title + R"(","variants":[{"sku":")" +
                   platform::to_string(platform::new_uuid()) + R"(","stock":)" +
                   std::to_string(on_hand) + R"(,"prices":[{"amount":)" + std::to_string(price) +
                   R"(,"currency":"EUR"}]}])" + (more.empty() ? "" : "," + more) + "}");
    }

    platform::http::Response get(const std::string& target) {
        return router.handle({platform::http::Method::get, target, {}, "", ""});
    }
    boost::json::object answer(const std::string& target) {
        const auto response = get(target);
        if (response.status != 200) FAIL(target << ": " << response.body);
        return boost::json::parse(response.body).as_object();
    }
    std::vector<std::string> titles(const std::string& target) {
        std::vector<std::string> found;
        const auto page = answer(target);
        for (const auto& summary : page.at("data").as_array())
            found.emplace_back(summary.at("title").as_string());
        return found;
    }
};

using Titles = std::vector<std::string>;

}  // namespace kontor::search::test
