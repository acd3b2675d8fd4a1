#include "store.hpp"

#include "platform/db/json_column.hpp"

#include <array>

namespace kontor::search::store {

using platform::Uuid;

std::optional<std::string> category_slug(Reader& reader, const catalog::CategoryId& id) {
    return reader.one<std::string>("select slug from search.category where id = $1", id);
}

std::size_t size(Reader& reader) {
    return *reader.one<std::size_t>("select count(*) from search.listing");
}

namespace {

// How a sort reads: where it begins, which way it goes, and its key in each table.
struct Order {
    std::string_view placement_key;
    std::string_view hit_key;
    std::string_view hit_column;  // what hit_key is made of
    std::string_view key_type;
    bool descending = false;
    std::string_view first_key;
};

const Order& order_of(Sort sort) {
    static constexpr std::string_view highest = "9223372036854775807";
    static const std::array<Order, 5> orders = {{
        {"0", "(ts_rank(l.words, query.words) * 1000000)::bigint", ", l.words", "bigint", true,
         highest},
        {"0", "0::bigint", "", "bigint", true, highest},
        {"p.price", "coalesce(l.price, 9223372036854775807)", ", l.price", "bigint", false, "-1"},
        {"p.price", "coalesce(l.price, 9223372036854775807)", ", l.price", "bigint", true, highest},
        {"p.title_key", "l.title_key", ", l.title_key", "text", false, ""},
    }};
    return orders[static_cast<std::size_t>(sort)];
}

After start_of(const Order& order) {
    Uuid edge;
    if (order.descending) edge.bytes.fill(0xff);
    return {std::string(order.first_key), edge};
}

std::string replace_all(std::string text, std::string_view name, std::string_view value) {
    for (auto place = text.find(name); place != text.npos; place = text.find(name, place))
        text.replace(place, name.size(), value);
    return text;
}

std::string ordered(std::string sql, const Order& order) {
    sql = replace_all(std::move(sql), "KEY_TYPE", order.key_type);
    sql = replace_all(std::move(sql), "DIRECTION", order.descending ? "desc" : "asc");
    return replace_all(std::move(sql), "BEYOND", order.descending ? "<" : ">");
}

// By id alone where that is the order, by key and id elsewhere: each has its index.
std::string list_sql(Sort sort) {
    const auto& order = order_of(sort);
    const bool by_id = order.placement_key == "0";
    std::string sql =
        "select l.product, l.slug, l.title, l.price, l.compare_at, l.available, l.image_url,"
        " KEY::text as key from search.placement p join search.listing l on l.product = p.product"
        " where p.category = $1 and ";
    sql += by_id ? "$2::text is not null and p.product BEYOND $3"
                   " order by p.product DIRECTION limit $4"
                 : "(KEY, p.product) BEYOND ($2::KEY_TYPE, $3::uuid)"
                   " order by KEY DIRECTION, p.product DIRECTION limit $4";
    sql = ordered(std::move(sql), order);
    return replace_all(std::move(sql), "KEY", order.placement_key);
}

}  // namespace

std::vector<Row> list(Reader& reader, Sort sort, const std::string& category,
                      const std::optional<After>& after, std::size_t limit) {
    static const std::array<std::string, 5> statements = {
        list_sql(Sort::relevance), list_sql(Sort::newest), list_sql(Sort::price_asc),
        list_sql(Sort::price_desc), list_sql(Sort::title)};
    const auto from = after.value_or(start_of(order_of(sort)));
    return reader.all<Row>(statements[static_cast<std::size_t>(sort)], category, from.key,
                           from.product, limit);
}

namespace {

struct HitsRow {
    std::int64_t total = 0;
    platform::JsonColumn<std::vector<FacetCount>> facets;
    platform::JsonColumn<std::vector<Row>> page;
};
BOOST_DESCRIBE_STRUCT(HitsRow, (), (total, facets, page))

// Only the conditions that are asked for: each combination is a statement of its own, with its
// own plan.
std::string conditions(const Criteria& criteria) {
    std::string where = "$1::text is not null";
    if (!criteria.words.empty()) where += " and l.words @@ query.words";
    if (!criteria.filters.empty())
        where +=
            " and l.filters @> array(select f.id from unnest($2::text[], $3::text[])"
            " wanted (name, value) left join search.facet f using (name, value))";
    else
        where += " and $2::text[] is not null and $3::text[] is not null";
    if (criteria.price_min || criteria.price_max)
        where += " and l.price between $4::bigint and $5::bigint";
    else
        where += " and $4::bigint <= $5::bigint";
    if (criteria.in_stock) where += " and l.available";
    return where;
}

// All that is found, for counting.
constexpr std::string_view found_sql = R"(
    found as materialized (
        select l.product, l.facets HIT_COLUMN from search.listing l, query
         where CONDITIONS limit 10000),
    counted as (
        select facet, count(*) as count
          from (select facets from found limit 5000) sample, unnest(sample.facets) facet
         group by facet),)";

constexpr std::string_view ranked_sql = R"(
    hit as (
        select l.product, HIT_KEY as key
          from (select l.product HIT_COLUMN from SOURCE order by l.product desc limit 1000) l,
               query),)";

constexpr std::string_view unranked_sql = R"(
    hit as (select l.product, HIT_KEY as key from SOURCE),)";

constexpr std::string_view page_sql = R"(
    page as (
        select product, key from hit where (key, product) BEYOND ($6::KEY_TYPE, $7::uuid)
         order by key DIRECTION, product DIRECTION limit $8))";

constexpr std::string_view counts_and_page_sql = R"(
    select (select count(*) from found) as total,
           array_to_json(array(
               select json_build_object('name', f.name, 'value', f.value, 'count', c.count)
                 from counted c join search.facet f on f.id = c.facet
                order by c.count desc, f.value)) as facets,
           array_to_json(array(
               select json_build_object('product', l.product, 'slug', l.slug, 'title', l.title,
                          'price', l.price, 'compare_at', l.compare_at,
                          'available', l.available, 'image_url', l.image_url,
                          'key', page.key::text)
                 from page join search.listing l using (product)
                order by page.key DIRECTION, product DIRECTION)) as page)";

constexpr std::string_view only_page_sql = R"(
    select l.product, l.slug, l.title, l.price, l.compare_at, l.available, l.image_url,
           page.key::text as key
      from page join search.listing l using (product)
     order by page.key DIRECTION, product DIRECTION)";

std::string statement(const Criteria& criteria, Sort sort, bool counting) {
    const auto& order = order_of(sort);
    std::string sql = "with query as (select to_tsquery('simple', $1) as words),";
    if (counting) sql += found_sql;
    sql += sort == Sort::relevance ? ranked_sql : unranked_sql;
    sql += page_sql;
    sql += counting ? counts_and_page_sql : only_page_sql;
    sql = replace_all(std::move(sql), "SOURCE",
                      counting ? "found l" : "search.listing l, query where CONDITIONS");
    sql = replace_all(std::move(sql), "HIT_KEY", order.hit_key);
    sql = replace_all(std::move(sql), "HIT_COLUMN", order.hit_column);
    sql = replace_all(std::move(sql), "CONDITIONS", conditions(criteria));
    return ordered(std::move(sql), order);
}

std::vector<platform::db::Parameter> parameters(const Criteria& criteria, const After& from,
                                                std::size_t limit) {
    std::vector<std::string> names, values;
    for (const auto& [name, value] : criteria.filters) {
        names.push_back(name);
        values.push_back(value);
    }
    using platform::db::encode;
    return {encode(criteria.words),
            encode(names),
            encode(values),
            encode(criteria.price_min.value_or(0)),
            encode(criteria.price_max.value_or(INT64_MAX)),
            encode(from.key),
            encode(from.product),
            encode(limit)};
}

Sort settled(Sort sort, const Criteria& criteria) {
    return sort == Sort::relevance && criteria.words.empty() ? Sort::newest : sort;
}

}  // namespace

Hits search(Reader& reader, const Criteria& criteria, Sort sort, const std::optional<After>& after,
            std::size_t limit) {
    sort = settled(sort, criteria);
    const auto from = after.value_or(start_of(order_of(sort)));
    const auto rows =
        reader.execute(statement(criteria, sort, true), parameters(criteria, from, limit));
    auto row = platform::db::read_row<HitsRow>(rows, 0);
    return {{row.total, std::move(row.facets.value)}, std::move(row.page.value)};
}

std::vector<Row> page(Reader& reader, const Criteria& criteria, Sort sort,
                      const std::optional<After>& after, std::size_t limit) {
    sort = settled(sort, criteria);
    if (criteria.are_none()) return list(reader, sort, "", after, limit);
    const auto from = after.value_or(start_of(order_of(sort)));
    const auto rows =
        reader.execute(statement(criteria, sort, false), parameters(criteria, from, limit));
    std::vector<Row> page;
    for (std::size_t row = 0; row < rows.size(); ++row)
        page.push_back(platform::db::read_row<Row>(rows, row));
    return page;
}

std::vector<Suggestion> suggest_by_title(Reader& reader, const std::string& beginning,
                                         std::size_t limit) {
    return reader.all<Suggestion>(
        // '~' comes after everything that a key is made of.
        "select title as text, slug from search.listing"
        " where title_key >= $1 and title_key < $1 || '~' order by title_key, product limit $2",
        beginning, limit);
}

std::vector<Suggestion> suggest_by_word(Reader& reader, const std::string& words,
                                        std::size_t limit) {
    return reader.all<Suggestion>(
        "select title as text, slug from (select title, slug from search.listing"
        " where words @@ to_tsquery('simple', $1) limit 50) sample order by length(title), title"
        " limit $2",
        words, limit);
}

}  // namespace kontor::search::store
