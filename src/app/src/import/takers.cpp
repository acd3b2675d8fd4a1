#include "import/takers.hpp"

#include "export/documents.hpp"

#include <algorithm>

namespace kontor::app {

using catalog::Upsert;
using platform::Result;

namespace {

using Outcomes = std::vector<Result<Outcome>>;

Outcome outcome_of(Upsert upsert) {
    switch (upsert) {
        case Upsert::created:
            return Outcome::created;
        case Upsert::changed:
            return Outcome::changed;
        case Upsert::unchanged:
            return Outcome::unchanged;
    }
    return Outcome::unchanged;
}

Outcomes outcomes_of(const std::vector<Result<bool>>& changed) {
    Outcomes outcomes;
    for (const auto& answer : changed) {
        if (answer)
            outcomes.emplace_back(*answer ? Outcome::changed : Outcome::unchanged);
        else
            outcomes.emplace_back(answer.error());
    }
    return outcomes;
}

}  // namespace

namespace {

// The products with what the file leaves as it is.
std::vector<catalog::NewProduct> completed(catalog::Batches& batches,
                                           std::vector<catalog::NewProduct> products,
                                           const CoveredParts& covered) {
    std::vector<std::string> slugs, skus;
    for (const auto& product : products) {
        if (product.slug) slugs.push_back(*product.slug);
        for (const auto& variant : product.variants) skus.push_back(variant.sku);
    }
    std::map<std::string, catalog::NewProduct> by_slug;
    std::map<std::string, std::string> slug_of_sku;
    for (const auto& product : batches.products_with(slugs, skus)) {
        for (const auto& variant : product.variants) slug_of_sku[variant.sku] = product.slug;
        by_slug.emplace(product.slug, document_of(product));
    }
    for (auto& product : products) {
        if (product.variants.empty()) continue;
        const auto owner = slug_of_sku.find(product.variants.front().sku);
        const auto standing = product.slug                 ? by_slug.find(*product.slug)
                              : owner != slug_of_sku.end() ? by_slug.find(owner->second)
                                                           : by_slug.end();
        if (standing != by_slug.end()) keep_standing(product, standing->second, covered);
    }
    return products;
}

}  // namespace

Take<catalog::NewProduct> take_products(Modules& modules,
                                        std::shared_ptr<const CoveredParts> covered) {
    return [&modules, covered](const std::vector<catalog::NewProduct>& products) {
        Outcomes outcomes;
        for (const auto& upserted : modules.catalog->upsert_all(
                 covered ? completed(*modules.batches, products, *covered) : products)) {
            if (upserted)
                outcomes.emplace_back(outcome_of(upserted->outcome));
            else
                outcomes.emplace_back(upserted.error());
        }
        return outcomes;
    };
}

Take<VariantRecord> take_variants(Modules& modules) {
    return [&](const std::vector<VariantRecord>& records) {
        std::vector<catalog::SkuChange> changes;
        for (const auto& record : records) {
            catalog::SkuChange change{record.sku, {}};
            change.change.title = record.title;
            change.change.options = record.options;
            change.change.weight_grams = record.weight_grams;
            change.change.barcode = record.barcode;
            change.change.dimensions = record.dimensions;
            changes.push_back(std::move(change));
        }
        return outcomes_of(modules.batches->change_variants(changes));
    };
}

Take<PriceRecord> take_prices(Modules& modules) {
    return [&](const std::vector<PriceRecord>& records) {
        std::vector<catalog::SkuPrice> prices;
        for (const auto& record : records) {
            catalog::SkuPrice price{record.sku, {record.amount, record.currency}, {}};
            if (record.compare_at) {
                price.compare_at.emplace();
                if (record.compare_at->value) price.compare_at->value = *record.compare_at->value;
            }
            prices.push_back(std::move(price));
        }
        return outcomes_of(modules.batches->change_prices(prices));
    };
}

Take<StockRecord> take_stock(Modules& modules) {
    return [&](const std::vector<StockRecord>& records) {
        std::vector<inventory::Count> counts;
        for (const auto& record : records) {
            inventory::Count count{.sku = record.sku, .on_hand = record.on_hand};
            if (record.location) count.location = record.location->value();
            counts.push_back(std::move(count));
        }
        return outcomes_of(modules.inventory->count(counts, "import"));
    };
}

}  // namespace kontor::app
