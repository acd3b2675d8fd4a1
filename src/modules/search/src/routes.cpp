#include "search/module.hpp"

namespace kontor::search {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::http::Call;
using platform::http::Cursors;
using platform::http::Method;
using platform::http::Nothing;
using platform::http::Page;
using platform::http::Route;
using platform::http::Router;

namespace {

constexpr std::size_t default_limit = 20;
constexpr std::size_t most_attributes = 10;

using Limit = platform::Whole<1, 100>;
using Price = platform::Whole<0, 1'000'000'000'000>;

enum class ListSort { newest, price_asc, price_desc, title };
BOOST_DESCRIBE_ENUM(ListSort, newest, price_asc, price_desc, title)

struct ListQuery {
    std::optional<platform::Text<1, 120>> category;
    std::optional<ListSort> sort;
    std::optional<Limit> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (category, sort, limit, cursor))

struct SearchQuery {
    std::optional<platform::Text<0, 200>> q;
    std::optional<platform::Text<1, 120>> category;
    std::map<std::string, std::string> attr;
    std::optional<Price> price_min;
    std::optional<Price> price_max;
    std::optional<bool> in_stock;
    std::optional<Sort> sort;
    std::optional<Limit> limit;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (),
                      (q, category, attr, price_min, price_max, in_stock, sort, limit, cursor))

struct SuggestQuery {
    platform::Text<0, 200> q;
};
BOOST_DESCRIBE_STRUCT(SuggestQuery, (), (q))

struct SearchPage {
    std::vector<Summary> data;
    std::int64_t total = 0;
    std::vector<Facet> facets;
    platform::json::Nullable<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SearchPage, (), (data, total, facets, next_cursor))

struct Suggestions {
    std::vector<Suggestion> data;
};
BOOST_DESCRIBE_STRUCT(Suggestions, (), (data))

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
        if (!platform::is_plain_text(name, 1, 100) || !platform::is_plain_text(value, 0, 100))
            return invalid("attr", "length",
                           "Names and values of attributes have at most 100 characters, none of "
                           "them control characters.");
    return {};
}

// Names the sort and every filter, not where the page stands.
template <class AnyQuery>
std::string context_of(std::string_view what, AnyQuery query) {
    query.limit.reset();
    query.cursor.reset();
    return std::string(what) + platform::json::write(query);
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

Result<Page<Summary>> list_products(Search& search, const Cursors& cursors,
                                    const ListQuery& asked) {
    Query query;
    if (asked.category) query.category = asked.category->value();
    if (asked.sort) query.sort = *platform::enum_from_name<Sort>(platform::enum_name(*asked.sort));
    const auto context = context_of("products ", asked);
    if (auto turned = turn_to_page(cursors, context, asked, query); !turned) return turned.error();
    auto listing = search.list(query);
    return Page<Summary>{std::move(listing.data), {cursor_to(cursors, context, listing.next)}};
}

Result<SearchPage> search_products(Search& search, const Cursors& cursors,
                                   const SearchQuery& asked) {
    if (auto checked = check(asked); !checked) return checked.error();
    Query query;
    if (asked.q) query.q = asked.q->value();
    if (asked.category) query.category = asked.category->value();
    query.attributes = asked.attr;
    if (asked.price_min) query.price_min = asked.price_min->value();
    if (asked.price_max) query.price_max = asked.price_max->value();
    query.in_stock = asked.in_stock;
    query.sort = asked.sort.value_or(Sort::relevance);
    const auto context = context_of("search ", asked);
    if (auto turned = turn_to_page(cursors, context, asked, query); !turned) return turned.error();
    auto found = search.search(query);
    return SearchPage{std::move(found.data),
                      found.total,
                      std::move(found.facets),
                      {cursor_to(cursors, context, found.next)}};
}

}  // namespace

void add_routes(Router& router, Search& search, const std::string& cursor_secret) {
    const Cursors cursors(cursor_secret);
    router.add(Route(Method::get, "/v1/products", "list_products",
                     "Products, of a category and what it contains or of the whole shop")
                   .tag("Products")
                   .cached(),
               [&search, cursors](const Call<Nothing, Nothing, ListQuery>& call) {
                   call.depends_on("listing");
                   return list_products(search, cursors, call.query);
               });
    router.add(Route(Method::get, "/v1/search", "search_products",
                     "Products by words, category, attributes, price and stock, with facets")
                   .tag("Products")
                   .cached(),
               [&search, cursors](const Call<Nothing, Nothing, SearchQuery>& call) {
                   call.depends_on("listing");
                   return search_products(search, cursors, call.query);
               });
    router.add(Route(Method::get, "/v1/search/suggest", "suggest_products",
                     "Titles that what was typed may become")
                   .tag("Products")
                   .cached(),
               [&search](const Call<Nothing, Nothing, SuggestQuery>& call) -> Result<Suggestions> {
                   call.depends_on("listing");
                   return Suggestions{search.suggest(call.query.q)};
               });
}

}  // namespace kontor::search
