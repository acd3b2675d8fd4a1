#pragma once

#include "catalog/product.hpp"
#include "inventory/inventory.hpp"

#include <unordered_map>

namespace kontor::search {

inline constexpr std::string_view category_facet = "category";

// A product as the read model keeps it.
struct Entry {
    struct Facet {
        std::string name;
        std::string value;
        friend auto operator<=>(const Facet&, const Facet&) = default;
    };

    catalog::ProductId product;
    std::string slug;
    std::string title;
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> compare_at;
    bool available = false;
    std::optional<std::string> image_url;
    std::vector<std::string> categories;  // slugs, with those that contain them
    std::vector<Facet> facets;            // attributes and categories
    std::vector<catalog::VariantId> variants;
    std::string title_words;
    std::string attribute_words;
    std::string description_words;
};

// The slugs from a category up to the root, by the category's id.
using CategoryPaths = std::unordered_map<catalog::CategoryId, std::vector<std::string>>;
CategoryPaths paths_of(const std::vector<catalog::CategoryNode>& tree);

using Stock = std::unordered_map<catalog::VariantId, std::int64_t>;

Entry entry_of(const catalog::Product& product, const CategoryPaths& paths, const Stock& stock,
               platform::Currency currency);

}  // namespace kontor::search
