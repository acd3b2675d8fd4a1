#include "entry.hpp"

#include "platform/json/json.hpp"
#include "words.hpp"

#include <algorithm>

namespace kontor::search {

using catalog::AttributeValue;
using catalog::CategoryNode;
using catalog::Product;
using platform::Money;

namespace {

void add_paths(const std::vector<CategoryNode>& nodes, const std::vector<std::string>& above,
               CategoryPaths& paths) {
    for (const auto& node : nodes) {
        auto path = above;
        path.push_back(node.slug);
        add_paths(node.children, path, paths);
        paths.emplace(node.id, std::move(path));
    }
}

std::string text_of(const AttributeValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return platform::json::write(value);
}

void add_categories(const Product& product, const CategoryPaths& paths, Entry& entry) {
    for (const auto& category : product.categories) {
        const auto path = paths.find(category.id);
        if (path == paths.end())
            entry.categories.push_back(category.slug);
        else
            entry.categories.insert(entry.categories.end(), path->second.begin(),
                                    path->second.end());
    }
    std::ranges::sort(entry.categories);
    const auto repeated = std::ranges::unique(entry.categories);
    entry.categories.erase(repeated.begin(), repeated.end());
    for (const auto& slug : entry.categories)
        entry.facets.push_back({std::string(category_facet), slug});
}

// Longer values are texts to read, not values to choose from.
void add_attributes(const Product& product, Entry& entry) {
    constexpr std::size_t longest_facet = 100;
    for (const auto& [name, value] : product.attributes) {
        const auto text = text_of(value);
        if (std::holds_alternative<std::string>(value))
            entry.attribute_words.append(fold(text)).append(" ");
        if (name != category_facet && !text.empty() && text.size() <= longest_facet)
            entry.facets.push_back({name, text});
    }
}

std::optional<Money> in_currency(const std::vector<Money>& prices, platform::Currency currency) {
    const auto found = std::ranges::find(prices, currency, &Money::currency);
    if (found == prices.end()) return std::nullopt;
    return *found;
}

void add_variants(const Product& product, const Stock& stock, platform::Currency currency,
                  Entry& entry) {
    for (const auto& variant : product.variants) {
        entry.variants.push_back(variant.id);
        entry.attribute_words.append(fold(variant.sku)).append(" ");
        const auto quantity = stock.find(variant.id);
        if (quantity != stock.end() && quantity->second > 0) entry.available = true;
        const auto price = in_currency(variant.prices, currency);
        if (!price || (entry.price && *entry.price <= price->amount)) continue;
        const auto before = in_currency(variant.compare_at, currency);
        entry.price = price->amount;
        entry.compare_at = before ? std::optional(before->amount) : std::nullopt;
    }
}

}  // namespace

CategoryPaths paths_of(const std::vector<CategoryNode>& tree) {
    CategoryPaths paths;
    add_paths(tree, {}, paths);
    return paths;
}

Entry entry_of(const Product& product, const CategoryPaths& paths, const Stock& stock,
               platform::Currency currency) {
    Entry entry;
    entry.product = product.id;
    entry.slug = product.slug;
    entry.title = product.title;
    if (!product.images.empty()) entry.image_url = product.images.front().url;
    entry.title_words = fold(product.title);
    entry.description_words = fold(product.description);
    add_categories(product, paths, entry);
    add_attributes(product, entry);
    add_variants(product, stock, currency, entry);
    return entry;
}

}  // namespace kontor::search
