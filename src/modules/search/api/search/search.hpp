#pragma once

#include "catalog/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"
#include "reviews/stars.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace kontor::search {

enum class Sort { relevance, newest, price_asc, price_desc, title, rating, popularity };
BOOST_DESCRIBE_ENUM(Sort, relevance, newest, price_asc, price_desc, title, rating, popularity)

struct Query {
    std::optional<std::string> q;
    std::optional<std::string> category;            // slug or TypeID; its descendants count
    std::map<std::string, std::string> attributes;  // one value, or several with commas between
    std::optional<std::int64_t> price_min;          // minor units of the shop's currency
    std::optional<std::int64_t> price_max;
    std::optional<std::int64_t> rating_min_milli;  // thousandths of a star
    std::optional<bool> in_stock;
    Sort sort = Sort::newest;
    std::size_t limit = 20;
    std::vector<std::string> after;  // keys of the last row of the page before
    std::string language;            // of titles and slugs; "": the shop's first
};
BOOST_DESCRIBE_STRUCT(Query, (),
                      (q, category, attributes, price_min, price_max, rating_min_milli, in_stock,
                       sort, limit, after, language))

struct Summary {
    catalog::ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;  // of the cheapest variant
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::string> image_url;
    std::optional<reviews::Stars> rating{};  // none: nobody has judged it
};
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (id, slug, title, price, compare_at_price, available, image_url, rating))

struct FacetValue {
    std::string value;
    std::int64_t count = 0;
    std::optional<std::string> label{};  // what a category is called
};
BOOST_DESCRIBE_STRUCT(FacetValue, (), (value, count, label))

struct Facet {
    std::string name;
    std::vector<FacetValue> values;
};
BOOST_DESCRIBE_STRUCT(Facet, (), (name, values))

struct Listing {
    std::vector<Summary> data;
    std::vector<std::string> next;  // keys for Query::after, empty on the last page
    std::size_t total = 0;          // on all pages
};
BOOST_DESCRIBE_STRUCT(Listing, (), (data, next, total))

struct PriceRange {
    platform::Money min;
    platform::Money max;
};
BOOST_DESCRIBE_STRUCT(PriceRange, (), (min, max))

struct RatingCount {
    std::int64_t rating_min = 0;  // stars
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RatingCount, (), (rating_min, count))

struct Found {
    std::vector<Summary> data;
    std::vector<std::string> next;
    std::int64_t total = 0;
    std::vector<Facet> facets;
    std::optional<PriceRange> price{};   // none: nothing that was found has one
    std::vector<RatingCount> ratings{};  // from five stars to one; empty: nothing is rated
    std::optional<std::string> did_you_mean{};
};
BOOST_DESCRIBE_STRUCT(Found, (), (data, next, total, facets, price, ratings, did_you_mean))

enum class SuggestionKind { product, category, query };
BOOST_DESCRIBE_ENUM(SuggestionKind, product, category, query)

struct Suggestion {
    SuggestionKind kind = SuggestionKind::product;
    std::string text;
    std::optional<std::string> slug;  // of the product or the category
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (kind, text, slug))

// Words that mean the same, in groups. Each is a single word.
using SynonymGroups = std::vector<std::vector<std::string>>;

// The listing read model: published products as shoppers see them, a moment behind the catalogue.
// Thread-safe. Each process keeps an index of it in memory; a page of a list or a search is one
// round trip, and one more for a search with a number in it.
class Search {
public:
    virtual ~Search() = default;

    // By relevance only where there are words, else from new to old.
    virtual Listing list(const Query& query) = 0;
    // Typos are mended in words that nobody uses, and in the others when next to nothing was found.
    // Facets, prices and ratings tell of what passes all filters but their own; attributes with
    // more than a hundred values have none. Refuses search.no_such_attribute (invalid).
    virtual platform::Result<Found> search(const Query& query) = 0;
    virtual std::vector<Suggestion> suggest(const std::string& typed,
                                            const std::string& language) = 0;
    // In the order asked, those that are listed.
    virtual std::vector<Summary> summaries(const std::vector<catalog::ProductId>& products,
                                           const std::string& language) = 0;

    virtual SynonymGroups synonyms() = 0;
    // Instead of those that there are. Refuses search.bad_synonyms (invalid).
    virtual platform::Result<SynonymGroups> set_synonyms(const SynonymGroups& groups) = 0;

    // Makes the read model anew beside the one that is read, page by page in constant memory, and
    // then puts it in its place at once; facts that arrive meanwhile go into both. What was broken
    // off is begun again. progress(done) after each page; answers how many are listed. Refuses
    // search.rebuilt_elsewhere (conflict) when another one has begun since.
    virtual platform::Result<std::size_t> rebuild(
        const std::function<void(std::size_t)>& progress) = 0;
    virtual std::size_t size() = 0;

    // Reads the index, which else the first call would have to wait for; returns when it is there
    // or when asked to stop. Tries again when the database fails.
    virtual void make_ready(const std::stop_token& stop) = 0;
    // Whether the index has been read: lists and searches are answered at once.
    virtual bool is_ready() = 0;

    // Reads what another process committed, with the next call.
    virtual void look_again() = 0;
    // For a job: tells the ranking what was sold since, and rebuilds what an older program made.
    virtual void keep_up() = 0;
};

}  // namespace kontor::search
