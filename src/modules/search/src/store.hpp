#pragma once

#include "entry.hpp"
#include "platform/db/database.hpp"
#include "search/search.hpp"

#include <map>
#include <set>

namespace kontor::search::store {

using platform::Reader;
using platform::Tx;

// One writer of the read model at a time, so that what was read last is written last. What readers
// see after the commit has another revision.
void lock(Tx& tx);

// Rows anew for these entries, in a few statements.
void write(Tx& tx, const std::vector<Entry>& entries);
void write_categories(Tx& tx, const std::vector<catalog::CategoryNode>& tree);
// Values that no product has any more.
void forget_unused_facets(Tx& tx);
// Attributes that have few enough values by now: once every row was written anew.
void offer_facets_again(Tx& tx);
// Rows affected.
std::int64_t remove(Tx& tx, const std::vector<catalog::ProductId>& products);
// Removes what is listed in after < product <= last (no end without one) and not kept.
void remove_others(Tx& tx, const std::optional<catalog::ProductId>& after,
                   const std::optional<catalog::ProductId>& last,
                   const std::vector<catalog::ProductId>& kept);

struct ListedVariant {
    catalog::VariantId variant;
    catalog::ProductId product;
};
BOOST_DESCRIBE_STRUCT(ListedVariant, (), (variant, product))
// All variants of the products that these variants belong to.
std::vector<ListedVariant> siblings(Reader& reader, const std::vector<catalog::VariantId>& of);
// Answers how many products changed.
std::int64_t set_available(Tx& tx, const std::vector<catalog::ProductId>& products,
                           const std::vector<bool>& available);

struct Row {
    platform::Uuid product;
    std::string slug;
    std::string title;
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> compare_at;
    bool available = false;
    std::optional<std::string> image_url;
    std::string key;  // what it is ordered by
};
BOOST_DESCRIBE_STRUCT(Row, (), (product, slug, title, price, compare_at, available, image_url, key))

// From where a page goes on.
struct After {
    std::string key;
    platform::Uuid product;
};

// A category by its slug or its id; nothing for the whole shop.
std::vector<Row> list(Reader& reader, Sort sort, const std::optional<std::string>& category,
                      const std::optional<After>& after, std::size_t limit);

struct FacetCount {
    std::string name;
    std::string value;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FacetCount, (), (name, value, count))

struct Criteria {
    std::string words;                    // a tsquery, or ""
    std::optional<std::string> category;  // slug or id
    std::map<std::string, std::string> attributes;
    std::optional<std::int64_t> price_min;
    std::optional<std::int64_t> price_max;
    bool in_stock = false;

    // Just a list, then.
    bool name_a_category_at_most() const {
        return words.empty() && attributes.empty() && !price_min && !price_max && !in_stock;
    }
    friend auto operator<=>(const Criteria&, const Criteria&) = default;
};

struct Counts {
    std::int64_t revision = 0;  // of the read model that was counted
    std::int64_t total = 0;
    std::vector<FacetCount> facets;
};
struct Hits {
    Counts counts;
    std::vector<Row> page;
};
// A page of what meets the criteria, and how much does, in one statement.
Hits search(Reader& reader, const Criteria& criteria, Sort sort, const std::optional<After>& after,
            std::size_t limit);
struct PageOfHits {
    std::int64_t revision = 0;
    std::vector<Row> page;
};
// The same page without the counts, which cost more than the page where much is found.
PageOfHits page(Reader& reader, const Criteria& criteria, Sort sort,
                const std::optional<After>& after, std::size_t limit);

std::vector<Suggestion> suggest_by_title(Reader& reader, const std::string& beginning,
                                         std::size_t limit);
std::vector<Suggestion> suggest_by_word(Reader& reader, const std::string& words,
                                        std::size_t limit);

std::size_t size(Reader& reader);

}  // namespace kontor::search::store
