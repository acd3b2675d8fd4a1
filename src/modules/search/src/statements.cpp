#include "statements.hpp"

#include <array>

namespace kontor::search::store {

namespace {

// How a sort reads: its key in each table, which way it goes, and where it begins.
struct Order {
    std::string_view placement_key;
    std::string_view hit_key;
    std::string_view key_type;
    bool descending = false;
    std::string_view first_key;
};

const Order& order_of(Sort sort) {
    static constexpr std::string_view highest = "9223372036854775807";
    static const std::array<Order, 5> orders = {{
        {"0", "(ts_rank(l.words, query.words) * 1000000)::bigint", "bigint", true, highest},
        {"0", "0::bigint", "bigint", true, highest},
        {"p.price", "coalesce(l.price, 9223372036854775807)", "bigint", false, "-1"},
        {"p.price", "coalesce(l.price, 9223372036854775807)", "bigint", true, highest},
        {"p.title_key", "l.title_key", "text", false, ""},
    }};
    return orders[static_cast<std::size_t>(sort)];
}

std::string replace_all(std::string text, std::string_view name, std::string_view value) {
    for (auto place = text.find(name); place != text.npos; place = text.find(name, place))
        text.replace(place, name.size(), value);
    return text;
}

std::string ordered(std::string sql, const Order& order) {
    sql = replace_all(std::move(sql), "HIT_KEY", order.hit_key);
    sql = replace_all(std::move(sql), "PLACEMENT_KEY", order.placement_key);
    sql = replace_all(std::move(sql), "KEY_TYPE", order.key_type);
    sql = replace_all(std::move(sql), "DIRECTION", order.descending ? "desc" : "asc");
    return replace_all(std::move(sql), "BEYOND", order.descending ? "<" : ">");
}

constexpr std::string_view slug_sql =
    "coalesce((select slug from search.category where id = $2::uuid), $1::text)";

// By id alone where that is the order, by key and id elsewhere: each has its index.
std::string placed_page(const Order& order) {
    std::string sql =
        "page as (select p.product, PLACEMENT_KEY as key from search.placement p"
        " where p.category = SLUG and ";
    sql += order.placement_key == "0"
               ? "$3::text is not null and p.product BEYOND $4::uuid"
                 " order by p.product DIRECTION limit $5)"
               : "(PLACEMENT_KEY, p.product) BEYOND ($3::KEY_TYPE, $4::uuid)"
                 " order by PLACEMENT_KEY DIRECTION, p.product DIRECTION limit $5)";
    return replace_all(std::move(sql), "SLUG", slug_sql);
}

constexpr std::string_view page_of_found =
    "page as (select product, key from found where (key, product) BEYOND ($3::KEY_TYPE, $4::uuid)"
    " order by key DIRECTION, product DIRECTION limit $5)";

constexpr std::string_view rows_of_page = R"(
    select l.product, l.slug, l.title, l.price, l.compare_at, l.available, l.image_url,
           page.key::text as key
      from page join search.listing l using (product)
     order by page.key DIRECTION, product DIRECTION)";

constexpr std::string_view page_as_json = R"(
    array_to_json(array(
        select json_build_object('product', l.product, 'slug', l.slug, 'title', l.title,
                   'price', l.price, 'compare_at', l.compare_at, 'available', l.available,
                   'image_url', l.image_url, 'key', page.key::text)
          from page join search.listing l using (product)
         order by page.key DIRECTION, product DIRECTION)) as page)";

std::string conditions(const Criteria& criteria) {
    std::string where =
        "$6::text is not null and $7::text[] is not null and $8::text[] is not null";
    if (!criteria.words.empty()) where += " and l.words @@ query.words";
    if (criteria.category)
        where +=
            " and l.filters @> array[(select id from search.facet"
            "  where name = 'category' and value = SLUG)]";
    else
        where += " and $1::text is not null and $2::uuid is null";
    if (!criteria.attributes.empty())
        where +=
            " and l.filters @> array(select f.id from unnest($7::text[], $8::text[])"
            " wanted (name, value) left join search.facet f using (name, value))";
    where += criteria.price_min || criteria.price_max
                 ? " and l.price between $9::bigint and $10::bigint"
                 : " and $9::bigint <= $10::bigint";
    if (criteria.in_stock) where += " and l.available";
    return replace_all(std::move(where), "SLUG", slug_sql);
}

std::string found(const Criteria& criteria, bool counting) {
    std::string sql = "query as materialized (select to_tsquery('simple', $6) as words), found as ";
    sql += counting ? "materialized (select l.product, l.facets, " : "(select l.product, ";
    return sql + "HIT_KEY as key from search.listing l, query where " + conditions(criteria) +
           "), ";
}

// Products have few combinations of facets: those are counted, then what they consist of.
constexpr std::string_view counted_sql = R"(
    counted as (
        select facet, sum(alike.count)::bigint as count
          from (select facets, count(*) as count from found group by facets) alike,
               unnest(alike.facets) facet
         group by facet), )";

constexpr std::string_view counts_sql = R"(
    select (select number from search.revision) as revision,
           (select count(*) from found) as total,
           array_to_json(array(
               select json_build_object('name', f.name, 'value', f.value, 'count', c.count)
                 from counted c join search.facet f on f.id = c.facet and f.offered
                order by c.count desc, f.value)) as facets, )";

}  // namespace

bool is_descending(Sort sort) {
    return order_of(sort).descending;
}

std::string_view first_key(Sort sort) {
    return order_of(sort).first_key;
}

const std::string& list_statement(Sort sort) {
    const auto make = [](Sort by) {
        const auto& order = order_of(by);
        return ordered("with " + placed_page(order) + std::string(rows_of_page), order);
    };
    static const std::array<std::string, 5> statements = {
        make(Sort::relevance), make(Sort::newest), make(Sort::price_asc), make(Sort::price_desc),
        make(Sort::title)};
    return statements[static_cast<std::size_t>(sort)];
}

std::string counting_statement(const Criteria& criteria, Sort sort) {
    std::string sql = "with " + found(criteria, true);
    sql.append(counted_sql).append(page_of_found).append(counts_sql).append(page_as_json);
    return ordered(std::move(sql), order_of(sort));
}

std::string page_statement(const Criteria& criteria, Sort sort) {
    const auto& order = order_of(sort);
    const bool is_list = criteria.name_a_category_at_most();
    std::string sql = "with ";
    sql.append(is_list ? placed_page(order) : found(criteria, false).append(page_of_found));
    sql.append(" select (select number from search.revision) as revision, ").append(page_as_json);
    if (is_list)
        sql.append(
            " where $6::text is not null and $7::text[] is not null and $8::text[] is not null"
            " and $9::bigint <= $10::bigint");
    return ordered(std::move(sql), order);
}

}  // namespace kontor::search::store
