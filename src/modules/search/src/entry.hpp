// A product as the read model keeps it.
#pragma once

#include "catalog/catalog.hpp"
#include "inventory/inventory.hpp"

#include <map>
#include <unordered_map>

namespace kontor::search {

// What a summary shows in another language than the shop's first.
struct LocalText {
    std::optional<std::string> title;
    std::optional<std::string> slug;
};
BOOST_DESCRIBE_STRUCT(LocalText, (), (title, slug))
using LocalTexts = std::map<std::string, LocalText>;  // by language tag

// Separate the names and values of facets where they are one text.
inline constexpr char end_of_name = '\x1f';
inline constexpr char end_of_value = '\x1e';

struct Entry {
    catalog::ProductId product;
    std::string slug;
    std::string title;
    LocalTexts translations;
    std::optional<std::string> image_url;
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> compare_at;
    bool available = false;
    std::vector<catalog::CategoryId> categories;
    std::string facets;
    std::vector<catalog::VariantId> variants;
    std::vector<std::string> codes;
    std::string title_words;
    std::string attribute_words;
    std::string description_words;
};

// What strangers pay for a variant and what its stock is.
struct Offer {
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> compare_at;
    std::int64_t stock = 0;
};
using Offers = std::unordered_map<catalog::VariantId, Offer>;

Entry entry_of(const catalog::Product& product, const Offers& offers);

// The same for two entries that differ in their price and stock at most.
std::string fingerprint_of(const Entry& entry);

}  // namespace kontor::search
