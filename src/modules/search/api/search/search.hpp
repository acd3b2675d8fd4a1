#pragma once

#include "catalog/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kontor::search {

enum class Sort { relevance, newest, price_asc, price_desc, title };
BOOST_DESCRIBE_ENUM(Sort, relevance, newest, price_asc, price_desc, title)

struct Query {
    std::optional<std::string> q;
    std::optional<std::string> category;  // slug or TypeID; its descendants count
    std::map<std::string, std::string> attributes;
    std::optional<std::int64_t> price_min;  // minor units of the shop's currency
    std::optional<std::int64_t> price_max;
    std::optional<bool> in_stock;
    Sort sort = Sort::newest;
    std::size_t limit = 20;
    std::vector<std::string> after;  // keys of the last row of the page before
};
BOOST_DESCRIBE_STRUCT(Query, (),
                      (q, category, attributes, price_min, price_max, in_stock, sort, limit, after))

struct Summary {
    catalog::ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;  // of the cheapest variant
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::string> image_url;
};
BOOST_DESCRIBE_STRUCT(Summary, (), (id, slug, title, price, compare_at_price, available, image_url))

struct FacetValue {
    std::string value;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FacetValue, (), (value, count))

struct Facet {
    std::string name;
    std::vector<FacetValue> values;
};
BOOST_DESCRIBE_STRUCT(Facet, (), (name, values))

struct Listing {
    std::vector<Summary> data;
    std::vector<std::string> next;  // keys for Query::after, empty on the last page
};
BOOST_DESCRIBE_STRUCT(Listing, (), (data, next))

struct Found {
    std::vector<Summary> data;
    std::vector<std::string> next;
    std::int64_t total = 0;
    std::vector<Facet> facets;
};
BOOST_DESCRIBE_STRUCT(Found, (), (data, next, total, facets))

struct Suggestion {
    std::string text;
    std::optional<std::string> slug;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (text, slug))

// The listing read model: published products as shoppers see them, a moment behind the catalogue.
// Thread-safe; lists and searches are one round trip, suggestions two at most.
class Search {
public:
    virtual ~Search() = default;

    virtual Listing list(const Query& query) = 0;
    // By relevance only where there are words, else from new to old. Facets count what is found,
    // but for attributes with more than a hundred values.
    virtual Found search(const Query& query) = 0;
    virtual std::vector<Suggestion> suggest(const std::string& typed) = 0;
    // Makes the read model anew, page by page, each in one transaction and locked against the
    // subscription: readers see every product as it was or as it is, and none missing. May be
    // broken off and begun again. progress(done) after each page; answers how many are listed.
    virtual std::size_t rebuild(const std::function<void(std::size_t)>& progress) = 0;
    virtual std::size_t size() = 0;
};

}  // namespace kontor::search
