#include "platform/http/counted_paging.hpp"
#include "search/module.hpp"

namespace kontor::search {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::http::Access;
using platform::http::Call;
using platform::http::CountedPage;
using platform::http::Cursors;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Route;
using platform::http::Router;

namespace {

constexpr std::size_t default_limit = 20;
constexpr std::size_t most_attributes = 10;
constexpr std::size_t most_groups = 10'000;

using Limit = platform::Whole<1, 100>;
using Price = platform::Whole<0, 1'000'000'000'000>;

enum class ListSort { newest, price_asc, price_desc, title, rating, popularity };
BOOST_DESCRIBE_ENUM(ListSort, newest, price_asc, price_desc, title, rating, popularity)

class LeastStars {
public:
    using Base = double;
    static constexpr std::string_view broken = "range";
    static constexpr double min = 0;
    static constexpr double max = 5;

    static std::optional<LeastStars> accept(double stars) {
        if (!(stars >= min && stars <= max)) return std::nullopt;
        LeastStars least;
        least.value_ = stars;
        return least;
    }
    static std::string rule() { return "a number of stars from 0 to 5"; }

    double value() const { return value_; }

private:
    double value_ = min;
};

struct ListQuery {
    std::optional<platform::Text<1, 120>> category;
    std::optional<ListSort> sort;
    std::optional<Limit> limit;
    std::optional<std::string> cursor;
    std::optional<platform::http::Include> include;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (category, sort, limit, cursor, include))

struct SearchQuery {
    std::optional<platform::Text<0, 300>> q;
    std::optional<platform::Text<1, 500>> category;
    std::map<std::string, std::string> attr;
    std::optional<Price> price_min;
    std::optional<Price> price_max;
    std::optional<LeastStars> rating_min;
    std::optional<bool> in_stock;
    std::optional<Sort> sort;
    std::optional<Limit> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (),
                      (q, category, attr, price_min, price_max, rating_min, in_stock, sort, limit,
                       cursor))

struct SuggestQuery {
    platform::Text<0, 300> q;
};
BOOST_DESCRIBE_STRUCT(SuggestQuery, (), (q))

struct SearchPage {
    std::vector<Summary> data;
    std::int64_t total = 0;
    std::vector<Facet> facets;
    std::optional<PriceRange> price;
    std::vector<RatingCount> ratings;
    std::optional<std::string> did_you_mean;
    platform::json::Nullable<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SearchPage, (),
                      (data, total, facets, price, ratings, did_you_mean, next_cursor))

struct Suggestions {
    std::vector<Suggestion> data;
};
BOOST_DESCRIBE_STRUCT(Suggestions, (), (data))

struct Synonyms {
    SynonymGroups groups;
};
BOOST_DESCRIBE_STRUCT(Synonyms, (), (groups))

using Word = platform::Text<1, 40>;
struct NewSynonyms {
    std::vector<std::vector<Word>> groups;
};
BOOST_DESCRIBE_STRUCT(NewSynonyms, (), (groups))

std::size_t limit_of(const std::optional<Limit>& limit) {
    return limit ? static_cast<std::size_t>(limit->value()) : default_limit;
}

Error invalid(std::string parameter, std::string code, std::string detail) {
    return {ErrorKind::invalid,
            "http.invalid_query",
            "The query has values that this address does not take.",
            {{"/query/" + std::move(parameter), std::move(code), std::move(detail)}}};
}

Result<> check(const SearchQuery& query) {
    if (query.price_min && query.price_max && *query.price_min > *query.price_max)
        return invalid("price_min", "range", "price_min must not be above price_max.");
    if (query.attr.size() > most_attributes)
        return invalid("attr", "length", "At most 10 attributes can be asked for at once.");
    for (const auto& [name, value] : query.attr)
        if (!platform::is_plain_text(name, 1, 100) || !platform::is_plain_text(value, 0, 500))
            return invalid("attr", "length",
                           "Names of attributes have at most 100 characters and values at most "
                           "500, none of them control characters.");
    return {};
}

// The page that the cursor points to; the first one without.
template <class AnyQuery>
Result<> turn_to_page(const Cursors& cursors, const std::string& context, const AnyQuery& asked,
                      Query& query) {
    query.limit = limit_of(asked.limit);
    if (!asked.cursor) return {};
    auto keys = cursors.read(context, *asked.cursor, 2);
    if (!keys) return keys.error();
    query.after = *std::move(keys);
    return {};
}

std::optional<std::string> cursor_to(const Cursors& cursors, const std::string& context,
                                     const std::vector<std::string>& next) {
    if (next.empty()) return std::nullopt;
    return cursors.write(context, next);
}

Result<CountedPage<Summary>> list_products(Search& search, const Cursors& cursors,
                                           const ListQuery& asked, const std::string& language) {
    Query query;
    query.language = language;
    if (asked.category) query.category = asked.category->value();
    if (asked.sort) query.sort = *platform::enum_from_name<Sort>(platform::enum_name(*asked.sort));
    const auto context = "products " + platform::http::filters_of(asked);
    if (auto turned = turn_to_page(cursors, context, asked, query); !turned) return turned.error();
    auto listing = search.list(query);
    CountedPage<Summary> page{std::move(listing.data), {cursor_to(cursors, context, listing.next)}};
    if (asked.include == platform::http::Include::total)
        platform::http::tell_total(page, listing.total);
    return page;
}

Query query_of(const SearchQuery& asked) {
    Query query;
    if (asked.q) query.q = asked.q->value();
    if (asked.category) query.category = asked.category->value();
    query.attributes = asked.attr;
    if (asked.price_min) query.price_min = asked.price_min->value();
    if (asked.price_max) query.price_max = asked.price_max->value();
    if (asked.rating_min)
        query.rating_min_milli = static_cast<std::int64_t>(asked.rating_min->value() * 1000);
    query.in_stock = asked.in_stock;
    query.sort = asked.sort.value_or(Sort::relevance);
    return query;
}

Result<SearchPage> search_products(Search& search, const Cursors& cursors, const SearchQuery& asked,
                                   const std::string& language) {
    if (auto checked = check(asked); !checked) return checked.error();
    auto query = query_of(asked);
    query.language = language;
    const auto context = "search " + platform::http::filters_of(asked);
    if (auto turned = turn_to_page(cursors, context, asked, query); !turned) return turned.error();
    auto found = search.search(query);
    if (!found) return found.error();
    return SearchPage{std::move(found->data),
                      found->total,
                      std::move(found->facets),
                      found->price,
                      std::move(found->ratings),
                      std::move(found->did_you_mean),
                      {cursor_to(cursors, context, found->next)}};
}

Result<Synonyms> replace_synonyms(Search& search, const NewSynonyms& asked) {
    if (asked.groups.size() > most_groups)
        return Error{ErrorKind::invalid,
                     "search.bad_synonyms",
                     "These synonyms cannot be used.",
                     {{"/groups", "length", "At most 10000 groups."}}};
    SynonymGroups groups;
    for (const auto& words : asked.groups) groups.emplace_back(words.begin(), words.end());
    auto kept = search.set_synonyms(groups);
    if (!kept) return kept.error();
    return Synonyms{*std::move(kept)};
}

void add_staff_routes(Router& router, Search& search) {
    const std::string path = "/v1/admin/search/synonyms";
    router.add(
        Route(Method::get, path, "get_synonyms", "Words that a search takes for the same")
            .tag("Products")
            .by(Access::staff("catalog.read")),
        [&search](const Call<>&) -> Result<Synonyms> { return Synonyms{search.synonyms()}; });
    router.add(Route(Method::put, path, "replace_synonyms",
                     "Groups of words that a search takes for the same, instead of those there are")
                   .tag("Products")
                   .by(Access::staff("catalog.write")),
               [&search](const Call<Nothing, NewSynonyms>& call) {
                   return replace_synonyms(search, call.body);
               });
}

}  // namespace

void add_routes(Router& router, Search& search, const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    router.add(Route(Method::get, "/v1/products", "list_products",
                     "Products, of a category and what it contains or of the whole shop")
                   .tag("Products")
                   .cached()
                   .localised(),
               [&search, cursors](const Call<Nothing, Nothing, ListQuery>& call) {
                   call.depends_on("listing");
                   return list_products(search, cursors, call.query, call.language);
               });
    router.add(
        Route(Method::get, "/v1/search", "search_products",
              "Products by words, category, attributes, price, rating and stock, with facets")
            .tag("Products")
            .cached()
            .localised(),
        [&search, cursors](const Call<Nothing, Nothing, SearchQuery>& call) {
            call.depends_on("listing");
            return search_products(search, cursors, call.query, call.language);
        });
    router.add(Route(Method::get, "/v1/search/suggest", "suggest_products",
                     "What the text being typed may become: products, categories, another spelling")
                   .tag("Products")
                   .cached()
                   .localised(),
               [&search](const Call<Nothing, Nothing, SuggestQuery>& call) -> Result<Suggestions> {
                   call.depends_on("listing");
                   return Suggestions{search.suggest(call.query.q, call.language)};
               });
    add_staff_routes(router, search);
}

}  // namespace kontor::search
