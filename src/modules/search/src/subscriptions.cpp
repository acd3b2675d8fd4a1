#include "catalog/events.hpp"
#include "indexer.hpp"
#include "inventory/events.hpp"
#include "search/events.hpp"
#include "search/module.hpp"

#include <set>

namespace kontor::search {

using platform::Delivery;

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, catalog::Catalog& catalog,
               inventory::Inventory& inventory, platform::Currency currency) {
    platform::Subscription listing("search.listing", database);
    listing.on_batch<catalog::ProductCreated, catalog::ProductChanged, catalog::ProductDeleted,
                     inventory::StockChanged>(
        [indexer = Indexer(catalog, inventory, currency), &events](
            platform::Tx& tx, std::span<const Delivery> deliveries) mutable {
            std::set<catalog::ProductId> products;
            std::set<catalog::VariantId> variants;
            for (const auto& delivery : deliveries) {
                if (delivery.name == inventory::StockChanged::name)
                    variants.emplace(delivery.key);
                else
                    products.emplace(delivery.key);
            }
            bool differs = false;
            if (!products.empty())
                differs = indexer.rewrite(tx, {products.begin(), products.end()});
            if (!variants.empty())
                differs |= indexer.refresh_stock(tx, {variants.begin(), variants.end()});
            if (differs) events.publish(tx, ListingChanged{});
        });
    dispatcher.add(std::move(listing));
}

}  // namespace kontor::search
