#include "indexer.hpp"

#include "entry.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::search {

using catalog::ProductId;
using catalog::VariantId;
using platform::Tx;

namespace {

Stock stock_of(inventory::Inventory& inventory, const std::vector<VariantId>& variants) {
    Stock stock;
    for (const auto& [variant, quantity] : inventory.available(variants)) stock[variant] = quantity;
    return stock;
}

}  // namespace

std::vector<ProductId> Indexer::write(Tx& tx, const std::vector<ProductId>& ids) {
    auto products = catalog_.products(ids);
    std::erase_if(products, [](const catalog::Product& product) {
        return product.status != catalog::Status::published;
    });
    std::vector<ProductId> written;
    std::vector<VariantId> variants;
    for (const auto& product : products) {
        written.push_back(product.id);
        for (const auto& variant : product.variants) variants.push_back(variant.id);
    }
    if (products.empty()) return written;

    const auto tree = catalog_.categories();
    const auto paths = paths_of(tree);
    const auto stock = stock_of(inventory_, variants);
    std::vector<Entry> entries;
    for (const auto& product : products)
        entries.push_back(entry_of(product, paths, stock, currency_));
    store::write_categories(tx, tree);
    store::write(tx, entries);
    return written;
}

bool Indexer::rewrite(Tx& tx, const std::vector<ProductId>& products) {
    store::lock(tx);
    const auto written = write(tx, products);
    std::vector<ProductId> gone;
    const std::set<ProductId> kept(written.begin(), written.end());
    std::ranges::copy_if(products, std::back_inserter(gone),
                         [&](const ProductId& id) { return !kept.contains(id); });
    return store::remove(tx, gone) > 0 || !written.empty();
}

bool Indexer::refresh_stock(Tx& tx, const std::vector<VariantId>& changed) {
    store::lock(tx);
    const auto listed = store::siblings(tx, changed);
    if (listed.empty()) return false;
    std::vector<VariantId> variants;
    for (const auto& [variant, product] : listed) variants.push_back(variant);
    const auto stock = stock_of(inventory_, variants);

    std::vector<ProductId> products;
    std::vector<bool> available;
    for (const auto& [variant, product] : listed) {
        if (products.empty() || products.back() != product) {
            products.push_back(product);
            available.push_back(false);
        }
        if (stock.at(variant) > 0) available.back() = true;
    }
    return store::set_available(tx, products, available) > 0;
}

std::optional<ProductId> Indexer::rewrite_page(Tx& tx, const std::optional<ProductId>& after,
                                               std::size_t limit) {
    store::lock(tx);
    const auto ids = catalog_.ids_after(after, limit);
    const auto last = ids.size() == limit ? std::optional(ids.back()) : std::nullopt;
    store::remove_others(tx, after, last, write(tx, ids));
    return last;
}

}  // namespace kontor::search
