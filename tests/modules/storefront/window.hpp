// The shop window before a catalogue, its stock and its reviews, on a database of their own.
#pragma once

#include "catalog/module.hpp"
#include "fakes.hpp"
#include "inventory/module.hpp"
#include "platform/json/json.hpp"
#include "reviews/module.hpp"
#include "storefront/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <atomic>

namespace kontor::storefront {

inline const platform::Currency eur = *platform::Currency::parse("EUR");
inline const platform::Currency usd = *platform::Currency::parse("USD");

template <class T>
T from_json(const std::string& json) {
    return platform::json::read<T>(json).value();
}

struct Window {
    static test::TestDatabase& shared() {
        static test::TestDatabase made({"inventory", "catalog", "reviews"});
        return made;
    }
    static platform::http::LanguageList languages() {
        std::vector<platform::LanguageTag> tags;
        for (const auto* tag : {"en", "de"}) tags.push_back(*platform::LanguageTag::accept(tag));
        return platform::http::LanguageList::accept(std::move(tags)).value();
    }

    Window() {
        add_routes(router, {*catalog, *categories, *collections, *stock, pricing, search, *reviews},
                   pricing::Currencies({eur, usd}), "secret");
        events.on_committed([this](auto facts) {
            for (const auto& fact : facts) drop_cached(fact, cache);
        });
    }

    // variants: JSON of those; more: members, each with a comma behind it.
    catalog::Product add(const std::string& variants, const std::string& more = "") {
        static std::atomic<int> count = 0;
        return catalog
            ->create(from_json<catalog::NewProduct>(R"({"title":"Thing )" +
                                                    std::to_string(++count) + "\"," + more +
                                                    R"("variants":[)" + variants + "]}"))
            .value();
    }
    // For 19.99 EUR, three of them.
    catalog::Product add_simple(const std::string& more = "") {
        return add(R"({"sku":"S)" + platform::to_string(platform::new_uuid()) +
                       R"(","stock":3,"prices":[{"amount":1999,"currency":"EUR"}]})",
                   more);
    }
    void review(const catalog::ProductId& product, std::int64_t stars) {
        const auto draft = from_json<reviews::Draft>(R"({"stars":)" + std::to_string(stars) + "}");
        const auto written = reviews->write(auth::UserId::make(), product, draft).value();
        const reviews::Decision accepted{reviews::Status::accepted, "staff:ada"};
        REQUIRE(reviews->decide(written.review.id, accepted).has_value());
    }

    platform::http::Response get(const std::string& target,
                                 const platform::http::Headers& headers = {}) {
        return router.handle({platform::http::Method::get, "/v1" + target, headers, "", ""});
    }
    boost::json::value page(const std::string& target, const std::string& language = "en") {
        const auto answer = get(target, {{"Accept-Language", language}});
        REQUIRE_MESSAGE(answer.status == 200, answer.body);
        return boost::json::parse(answer.body);
    }
    boost::json::value product(const std::string& name, const std::string& language = "en") {
        return page("/products/" + name, language);
    }

    test::ManualClock clock;
    platform::EventLog events;
    platform::Database inventory_tables = shared().database("inventory");
    platform::Database catalog_tables = shared().database("catalog");
    platform::Database review_tables = shared().database("reviews");
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_tables, events, clock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(catalog_tables, events, clock, *stock);
    std::unique_ptr<catalog::Categories> categories =
        catalog::make_categories(catalog_tables, events, clock);
    std::unique_ptr<catalog::Collections> collections =
        catalog::make_collections(catalog_tables, events, clock);
    std::unique_ptr<reviews::Reviews> reviews =
        reviews::make_reviews(review_tables, events, clock, {});
    FakePricing pricing;
    FakeSearch search;
    platform::http::ResponseCache cache{1 << 20};
    platform::http::Router router{
        {.version = "1", .authenticate = {}, .cache = &cache, .languages = languages()}};
};

}  // namespace kontor::storefront
