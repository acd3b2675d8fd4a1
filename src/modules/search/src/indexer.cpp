#include "indexer.hpp"

#include "platform/json/json.hpp"

#include <algorithm>
#include <set>

namespace kontor::search {

using catalog::CategoryId;
using catalog::Product;
using catalog::ProductId;
using catalog::VariantId;
using platform::Money;
using platform::Tx;
using store::CategoryRow;
using store::State;

namespace {

std::optional<Money> in_currency(const std::vector<Money>& prices, platform::Currency currency) {
    const auto found = std::ranges::find(prices, currency, &Money::currency);
    return found == prices.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::int64_t> amount(const std::optional<Money>& money) {
    return money ? std::optional(money->amount) : std::nullopt;
}

CategoryRow row_of(const catalog::Category& category) {
    return {category.id, category.slug, category.name, category.parent,
            platform::json::write(category.translations)};
}

// Those that are not the same in both, and what is below them in either.
std::vector<CategoryId> moved(std::vector<CategoryRow> before, std::vector<CategoryRow> now) {
    const auto members = [](const CategoryRow& row) {
        return std::tie(row.id, row.slug, row.name, row.parent, row.translations);
    };
    std::ranges::sort(before, {}, members);
    std::ranges::sort(now, {}, members);
    std::vector<CategoryRow> different;
    std::ranges::set_symmetric_difference(before, now, std::back_inserter(different), {}, members,
                                          members);
    std::set<CategoryId> moved;
    for (const auto& row : different) moved.insert(row.id);
    for (auto size = std::size_t{0}; size != moved.size();) {
        size = moved.size();
        for (const auto* rows : {&before, &now})
            for (const auto& row : *rows)
                if (row.parent && moved.contains(*row.parent)) moved.insert(row.id);
    }
    return {moved.begin(), moved.end()};
}

}  // namespace

Offers Indexer::offers(const std::vector<Product>& products) {
    std::vector<VariantId> variants;
    std::vector<pricing::AskedPrice> asked;
    for (const auto& product : products)
        for (const auto& variant : product.variants) {
            variants.push_back(variant.id);
            asked.push_back({variant.id, 1, in_currency(variant.prices, currency_),
                             in_currency(variant.compare_at, currency_)});
        }
    Offers offers;
    const auto shown = pricing_.shown(asked, currency_);
    for (std::size_t index = 0; index < variants.size(); ++index) {
        auto& offer = offers[variants[index]];
        offer.price = amount(shown[index].price);
        offer.compare_at = amount(shown[index].compare_at);
    }
    for (const auto& [variant, stock] : inventory_.available(variants))
        offers[variant].stock = stock;
    return offers;
}

std::vector<Entry> Indexer::entries(const std::vector<ProductId>& ids) {
    auto products = catalog_.products(ids);
    std::erase_if(products, [](const Product& product) {
        return product.status != catalog::Status::published;
    });
    std::vector<Entry> entries;
    if (products.empty()) return entries;
    const auto offers = this->offers(products);
    for (const auto& product : products) entries.push_back(entry_of(product, offers));
    return entries;
}

bool Indexer::rewrite(Tx& tx, const State& state, const std::vector<ProductId>& products) {
    const auto entries = this->entries(products);
    std::set<ProductId> gone(products.begin(), products.end());
    for (const auto& entry : entries) gone.erase(entry.product);
    std::int64_t removed = 0;
    for (const auto generation : state.generations()) {
        removed += store::remove(tx, generation, {gone.begin(), gone.end()});
        store::write(tx, generation, entries);
    }
    store::log_changes(tx, state, products);
    return removed > 0 || !entries.empty();
}

bool Indexer::refresh_stock(Tx& tx, const State& state, const std::vector<VariantId>& changed) {
    const auto listed = store::siblings(tx, state, changed);
    if (listed.empty()) return false;
    std::vector<VariantId> variants;
    for (const auto& [variant, product] : listed) variants.push_back(variant);
    std::set<VariantId> in_stock;
    for (const auto& [variant, stock] : inventory_.available(variants))
        if (stock > 0) in_stock.insert(variant);

    std::vector<ProductId> products;
    std::vector<bool> available;
    for (const auto& [variant, product] : listed) {
        if (products.empty() || products.back() != product) {
            products.push_back(product);
            available.push_back(false);
        }
        if (in_stock.contains(variant)) available.back() = true;
    }
    const auto different = store::set_available(tx, state, products, available);
    store::log_changes(tx, state, different);
    return !different.empty();
}

bool Indexer::refresh_dictionary(Tx& tx, const State& state) {
    std::vector<CategoryRow> tree;
    for (const auto& category : catalog_.categories()) tree.push_back(row_of(category));
    std::vector<std::string> hidden;
    for (const auto& attribute : catalog_.attributes())
        if (!attribute.filterable) hidden.push_back(attribute.code);
    std::ranges::sort(hidden);
    const auto categories_moved = moved(store::categories(tx), tree);
    const bool is_hidden_otherwise = store::hidden_attributes(tx) != hidden;
    if (categories_moved.empty() && !is_hidden_otherwise) return false;

    store::write_categories(tx, tree);
    store::write_hidden_attributes(tx, hidden);
    store::note_dictionary(tx, state);
    store::log_changes(tx, state,
                       is_hidden_otherwise ? store::products(tx, state)
                                           : store::products_in(tx, state, categories_moved));
    return true;
}

std::optional<ProductId> Indexer::write_page(Tx& tx, const State& state,
                                             const std::optional<ProductId>& after,
                                             std::size_t limit) {
    const auto ids = catalog_.ids_after(after, limit);
    store::write(tx, state.shadow.value(), entries(ids));
    store::note_differences(tx, state, ids);
    return ids.size() == limit ? std::optional(ids.back()) : std::nullopt;
}

}  // namespace kontor::search
