#include "catalog/events.hpp"
#include "indexer.hpp"
#include "inventory/events.hpp"
#include "orders/events.hpp"
#include "pricing/events.hpp"
#include "reviews/events.hpp"
#include "search/events.hpp"

#include <map>
#include <set>

namespace kontor::search {

using catalog::ProductId;
using platform::Delivery;
using platform::Tx;

namespace {

// What a batch of facts asks for, each thing once.
struct News {
    std::set<ProductId> products;
    std::set<catalog::VariantId> variants;
    std::map<ProductId, reviews::RatingChanged> ratings;
    bool dictionary = false;
    bool repriced = false;

    explicit News(std::span<const Delivery> deliveries) {
        for (const auto& delivery : deliveries) {
            if (delivery.name == inventory::StockChanged::name)
                variants.emplace(delivery.key);
            else if (delivery.name == reviews::RatingChanged::name)
                ratings[ProductId(delivery.key)] = delivery.read<reviews::RatingChanged>();
            else if (delivery.name == catalog::CategoryChanged::name ||
                     delivery.name == catalog::CategoryDeleted::name ||
                     delivery.name == catalog::AttributeChanged::name)
                dictionary = true;
            else
                products.emplace(delivery.key);
            repriced |= delivery.name == pricing::ProductRepriced::name;
        }
    }
};

bool take_ratings(Tx& tx, const store::State& state,
                  const std::map<ProductId, reviews::RatingChanged>& ratings) {
    std::vector<ProductId> products;
    std::vector<std::int64_t> averages, counts;
    for (const auto& [product, rating] : ratings) {
        products.push_back(product);
        averages.push_back(rating.average_milli);
        counts.push_back(rating.count);
    }
    const auto changed = store::set_ratings(tx, state, products, averages, counts);
    store::log_changes(tx, state, changed);
    return !changed.empty();
}

// Products bring their categories with them: whether those are known is asked with every batch.
bool take(Tx& tx, Indexer& indexer, const News& news) {
    const auto state = store::lock(tx);
    bool differs = false;
    if (news.dictionary || !news.products.empty()) differs = indexer.refresh_dictionary(tx, state);
    if (!news.products.empty())
        differs |= indexer.rewrite(tx, state, {news.products.begin(), news.products.end()});
    if (!news.variants.empty())
        differs |= indexer.refresh_stock(tx, state, {news.variants.begin(), news.variants.end()});
    if (!news.ratings.empty()) differs |= take_ratings(tx, state, news.ratings);
    return differs;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const Sources& sources, const Config& config) {
    platform::Subscription listing("search.listing", database);
    listing.on_batch<catalog::ProductCreated, catalog::ProductChanged, catalog::ProductDeleted,
                     catalog::CategoryChanged, catalog::CategoryDeleted, catalog::AttributeChanged,
                     pricing::ProductRepriced, inventory::StockChanged, reviews::RatingChanged>(
        [indexer = Indexer(sources, config.currency), &events, &pricing = sources.pricing](
            Tx& tx, std::span<const Delivery> deliveries) mutable {
            const News news(deliveries);
            // Another process may have changed the lists: its fact may be here before the hint.
            if (news.repriced) pricing.refresh();
            if (take(tx, indexer, news)) events.publish(tx, ListingChanged{});
        });
    dispatcher.add(std::move(listing));

    platform::Subscription popularity("search.popularity", database);
    popularity.rest_between_turns(std::chrono::seconds(1));
    popularity.on_batch<orders::OrderPlaced>([](Tx& tx, std::span<const Delivery> deliveries) {
        std::map<ProductId, std::int64_t> sold;
        for (const auto& delivery : deliveries)
            for (const auto& item : delivery.read<orders::OrderPlaced>().items)
                if (item.product) sold[*item.product] += item.quantity;
        std::vector<ProductId> products;
        std::vector<std::int64_t> pieces;
        for (const auto& [product, count] : sold) {
            products.push_back(product);
            pieces.push_back(count);
        }
        store::count_sold(tx, products, pieces);
    });
    dispatcher.add(std::move(popularity));
}

}  // namespace kontor::search
