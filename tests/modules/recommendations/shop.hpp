// Recommendations with the catalogue they describe products from, orders as facts stepped by hand.
#pragma once

#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "orders/events.hpp"
#include "platform/events/event_log.hpp"
#include "platform/json/json.hpp"
#include "recommendations/module.hpp"
#include "shared/unasked_search.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace kontor::recommendations::test {

using catalog::ProductId;
using orders::OrderId;
using Ids = std::vector<ProductId>;
using Titles = std::vector<std::string>;

inline const platform::Currency eur = *platform::Currency::parse("EUR");

// Lists what the catalogue has published; sold out is what a test says is.
class FakeSearch final : public kontor::test::UnaskedSearch {
public:
    explicit FakeSearch(catalog::Catalog& catalog) : catalog_(catalog) {}

    std::vector<search::Summary> summaries(const Ids& ids, const std::string& language) override {
        last_language = language;
        std::vector<search::Summary> found;
        const auto products = catalog_.products(ids);
        for (const auto& id : ids) {
            const auto product = std::ranges::find(products, id, &catalog::Product::id);
            if (product == products.end() || product->status != catalog::Status::published)
                continue;
            search::Summary summary;
            summary.id = id;
            summary.slug = product->slug;
            summary.title = product->title;
            summary.available = !sold_out.contains(id);
            found.push_back(std::move(summary));
        }
        return found;
    }

    std::set<ProductId> sold_out;
    std::string last_language;

private:
    catalog::Catalog& catalog_;
};

struct Shop {
    kontor::test::TestDatabase made{{"inventory", "catalog", "recommendations"}};
    platform::Database platform_database = made.database("platform");
    platform::Database inventory_database = made.database("inventory");
    platform::Database catalog_database = made.database("catalog");
    platform::Database database = made.database("recommendations");
    platform::EventLog events;
    kontor::test::ManualClock clock{platform::SystemClock().now()};
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_database, events, clock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(catalog_database, events, clock, *stock);
    FakeSearch search{*catalog};
    std::unique_ptr<Experiments> experiments = make_experiments(database, clock, "secret");
    std::unique_ptr<Recommendations> recommendations =
        make_recommendations(database, clock, *catalog, search, *experiments);
    platform::Dispatcher dispatcher{events, platform_database, clock};

    Shop() { subscribe(dispatcher, database, *catalog, eur); }

    // more: further members of the product, such as R"("categories":["books"])".
    ProductId add(const std::string& title, const std::string& more = "") {
        const auto json = R"({"title":")" + title + R"(","variants":[{"sku":")" +
                          platform::to_string(platform::new_uuid()) +
                          R"(","prices":[{"amount":999,"currency":"EUR"}]}])" +
                          (more.empty() ? "" : "," + more) + "}";
        const auto product =
            catalog->create(platform::json::read<catalog::NewProduct>(json).value()).value();
        dispatcher.drain();
        return product.id;
    }
    Ids add_many(std::size_t count) {
        Ids ids;
        for (std::size_t index = 0; index < count; ++index)
            ids.push_back(add(std::string(1, static_cast<char>('a' + index % 26)) + "number" +
                              std::to_string(index)));
        return ids;
    }

    template <class Fact>
    void publish(const Fact& fact) {
        platform_database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
    }
    // Announced, but not told to anybody yet.
    OrderId announce_order(const Ids& products, std::optional<auth::UserId> customer = {},
                           std::optional<std::string> guest = {}) {
        orders::OrderPlaced order{OrderId::make(), "1",  "a@example.org", {1, eur}, {},
                                  customer,        guest};
        for (const auto& product : products)
            order.items.push_back(
                {orders::OrderItemId::make(), catalog::VariantId::make(), 1, product});
        publish(order);
        return order.order;
    }
    OrderId order(const Ids& products, std::optional<auth::UserId> customer = {},
                  std::optional<std::string> guest = {}) {
        const auto id = announce_order(products, customer, guest);
        dispatcher.drain();
        return id;
    }
    void announce_cancel(const OrderId& order) {
        publish(orders::OrderCancelled{order, platform::new_uuid(), "changed my mind", true});
    }
    void cancel(const OrderId& order) {
        announce_cancel(order);
        dispatcher.drain();
    }
    // Until what was learned shows.
    void wait() { clock.advance(std::chrono::minutes(1)); }

    static Titles titles(const Recommended& recommended) {
        Titles titles;
        for (const auto& summary : recommended.data) titles.push_back(summary.title);
        return titles;
    }
    Titles beside(const ProductId& product, std::size_t limit = 10) {
        wait();
        return titles(recommendations->beside(product, {{}, limit, "en"}).value());
    }
    Titles for_customer(const auth::UserId& customer, std::size_t limit = 10) {
        wait();
        return titles(recommendations->for_visitor({{customer, ""}, limit, "en"}));
    }
};

inline bool contains(const Titles& titles, const std::string& title) {
    return std::ranges::find(titles, title) != titles.end();
}

}  // namespace kontor::recommendations::test
