// Which goods the entries of a price list are about.
#include "complaints.hpp"
#include "price_lists.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kontor::pricing {

using catalog::ProductId;
using catalog::VariantId;
using platform::Currency;
using platform::Result;

namespace {

struct Named {
    VariantId variant;
    ProductId product;
};

std::map<VariantId, ProductId> products_of(catalog::Catalog& catalog,
                                           const std::vector<EntryBody>& entries,
                                           Currency currency) {
    std::vector<VariantId> variants;
    for (const auto& entry : entries)
        if (entry.variant_id) variants.push_back(*entry.variant_id);
    std::map<VariantId, ProductId> products;
    if (variants.empty()) return products;
    for (const auto& sold : catalog.sellable(variants, currency)) products[sold.id] = sold.product;
    return products;
}

std::map<std::string, Named> goods_by_sku(catalog::Batches& batches,
                                          const std::vector<EntryBody>& entries) {
    std::vector<std::string> skus;
    for (const auto& entry : entries)
        if (entry.sku) skus.push_back(*entry.sku);
    std::map<std::string, Named> goods;
    if (skus.empty()) return goods;
    for (const auto& product : batches.products_with({}, skus))
        for (const auto& variant : product.variants) goods[variant.sku] = {variant.id, product.id};
    return goods;
}

std::optional<Named> named(const EntryBody& entry, const std::map<VariantId, ProductId>& products,
                           const std::map<std::string, Named>& by_sku) {
    if (entry.variant_id) {
        const auto found = products.find(*entry.variant_id);
        if (found == products.end()) return std::nullopt;
        return Named{found->first, found->second};
    }
    const auto found = by_sku.find(*entry.sku);
    if (found == by_sku.end()) return std::nullopt;
    return found->second;
}

}  // namespace

Result<std::vector<ListedPrice>> PriceLists::resolve(const std::vector<EntryBody>& entries) const {
    Complaints complaints;
    const auto products = products_of(backing_.catalog, entries, currencies_.own());
    const auto by_sku = goods_by_sku(backing_.batches, entries);
    std::set<std::tuple<VariantId, Currency, std::int64_t>> seen;
    std::vector<ListedPrice> prices;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        const auto at = "/entries/" + std::to_string(i);
        complaints.check_amount(entry.price, at + "/price", currencies_);
        if (entry.sku.has_value() == entry.variant_id.has_value()) {
            complaints.add(at, "sku_or_variant", "must name exactly one of sku and variant_id");
            continue;
        }
        const auto good = named(entry, products, by_sku);
        if (!good) {
            complaints.add(at + (entry.sku ? "/sku" : "/variant_id"), "unknown",
                           "must be a variant of the catalogue");
            continue;
        }
        const auto quantity = entry.min_quantity ? entry.min_quantity->value() : 1;
        complaints.unless(seen.emplace(good->variant, entry.price.currency, quantity).second, at,
                          "twice", "must not set a price that an entry before it sets");
        prices.push_back({good->variant, good->product, quantity, entry.price});
    }
    if (auto checked = complaints.result("pricing.bad_entries"); !checked) return checked.error();
    return prices;
}

}  // namespace kontor::pricing
