#include "catalog/events.hpp"
#include "catalog/module.hpp"
#include "collection_store.hpp"
#include "media/events.hpp"
#include "store.hpp"

#include <set>

namespace kontor::catalog {

using platform::Delivery;
using platform::Tx;

namespace {

// What collections by rule choose follows the products, and the tree that they are in.
void follow(Tx& tx, platform::EventLog& events, std::span<const Delivery> deliveries) {
    std::set<ProductId> products;
    bool has_tree_changed = false;
    for (const auto& delivery : deliveries) {
        if (delivery.name == CategoryChanged::name)
            has_tree_changed = true;
        else
            products.insert(ProductId(delivery.key));
    }
    std::set<CollectionId> changed;
    if (!products.empty())
        for (const auto& id : store::follow_rules(tx, {products.begin(), products.end()}))
            changed.insert(id);
    if (has_tree_changed)
        for (const auto& id : store::collections_by_category(tx)) {
            if (!store::collection_for_update(tx, id)) continue;
            store::follow_rule(tx, id);
            changed.insert(id);
        }
    for (const auto& id : changed) events.publish(tx, CollectionChanged{id});
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events) {
    platform::Subscription rules("catalog.collections", database);
    rules.on_batch<ProductCreated, ProductChanged, CategoryChanged>(
        [&events](Tx& tx, std::span<const Delivery> deliveries) {
            follow(tx, events, deliveries);
        });
    dispatcher.add(std::move(rules));

    platform::Subscription pictures("catalog.pictures", database);
    pictures.on<media::AssetRemoved>(
        [&events](Tx& tx, const media::AssetRemoved& fact, const Delivery& delivery) {
            for (const auto& id : store::take_out_picture(tx, fact.asset, delivery.at))
                events.publish(tx, ProductChanged{id});
        });
    dispatcher.add(std::move(pictures));
}

void add_jobs(platform::Jobs& jobs, Catalog& catalog) {
    jobs.every(std::chrono::seconds(1), "catalog.schedule",
               [&catalog] { catalog.keep_schedule(); });
}

}  // namespace kontor::catalog
