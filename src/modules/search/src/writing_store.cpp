// How the read model is written.
#include "store.hpp"
#include "words.hpp"

#include <algorithm>
#include <map>

namespace kontor::search::store {

using catalog::ProductId;
using catalog::VariantId;

void lock(Tx& tx) {
    tx.defer("update search.revision set number = number + 1");
}

namespace {

struct FacetRow {
    int id = 0;
    std::string name;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(FacetRow, (), (id, name, value))

using Dictionary = std::map<Entry::Facet, int>;

Dictionary number_facets(Tx& tx, const std::vector<Entry>& entries) {
    std::set<Entry::Facet> wanted;
    for (const auto& entry : entries) wanted.insert(entry.facets.begin(), entry.facets.end());
    std::vector<std::string> names, values;
    for (const auto& [name, value] : wanted) {
        names.push_back(name);
        values.push_back(value);
    }
    tx.defer(
        "insert into search.facet (name, value) select name, value"
        " from unnest($1::text[], $2::text[]) wanted (name, value)"
        " where not exists (select from search.facet f"
        "  where f.name = wanted.name and f.value = wanted.value)",
        names, values);
    Dictionary dictionary;
    for (auto& row :
         tx.all<FacetRow>("select f.id, f.name, f.value from unnest($1::text[], $2::text[])"
                          " wanted (name, value) join search.facet f using (name, value)",
                          names, values))
        dictionary.emplace(Entry::Facet{std::move(row.name), std::move(row.value)}, row.id);
    return dictionary;
}

// Attributes with so many values that nobody would choose from a list of them. Those of their
// values that were offered while there were fewer are offered no longer.
std::set<std::string> names_not_counted(Tx& tx, const Dictionary& dictionary) {
    std::set<std::string> names;
    for (const auto& [facet, id] : dictionary)
        if (facet.name != category_facet) names.insert(facet.name);
    const auto too_many = tx.all<std::string>(
        "select name from unnest($1::text[]) name where (select count(*) from"
        " (select from search.facet f where f.name = name.name limit 101) sample) > 100",
        std::vector<std::string>(names.begin(), names.end()));
    if (!too_many.empty())
        tx.defer("update search.facet set offered = false where offered and name = any($1)",
                 too_many);
    return {too_many.begin(), too_many.end()};
}

std::string numbers(const Entry& entry, const Dictionary& dictionary,
                    const std::set<std::string>& left_out) {
    std::vector<int> ids;
    for (const auto& facet : entry.facets)
        if (!left_out.contains(facet.name)) ids.push_back(dictionary.at(facet));
    return platform::db::encode(ids).value();
}

void write_listings(Tx& tx, const std::vector<Entry>& entries) {
    const auto dictionary = number_facets(tx, entries);
    const auto not_counted = names_not_counted(tx, dictionary);
    std::vector<ProductId> products;
    std::vector<std::string> slugs, titles, keys, filters, facets, title_words, attributes, texts;
    std::vector<std::optional<std::int64_t>> prices, compare_at;
    std::vector<bool> available;
    std::vector<std::optional<std::string>> images;
    for (const auto& entry : entries) {
        products.push_back(entry.product);
        slugs.push_back(entry.slug);
        titles.push_back(entry.title);
        keys.push_back(title_key(entry.title));
        prices.push_back(entry.price);
        compare_at.push_back(entry.compare_at);
        available.push_back(entry.available);
        images.push_back(entry.image_url);
        filters.push_back(numbers(entry, dictionary, {}));
        facets.push_back(numbers(entry, dictionary, not_counted));
        title_words.push_back(entry.title_words);
        attributes.push_back(entry.attribute_words);
        texts.push_back(entry.description_words);
    }
    tx.defer(
        "insert into search.listing (product, slug, title, title_key, price, compare_at,"
        " available, image_url, filters, facets, words)"
        " select product, slug, title, key, price, compare_at, available, image,"
        "  filters::integer[], facets::integer[], setweight(to_tsvector('simple', head), 'A')"
        "  || setweight(to_tsvector('simple', attributes), 'B')"
        "  || setweight(to_tsvector('simple', body), 'D')"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],"
        "  $7::boolean[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],"
        "  $13::text[]) entry (product, slug, title, key, price, compare_at, available, image,"
        "  filters, facets, head, attributes, body)"
        " on conflict (product) do update set slug = excluded.slug, title = excluded.title,"
        "  title_key = excluded.title_key, price = excluded.price,"
        "  compare_at = excluded.compare_at, available = excluded.available,"
        "  image_url = excluded.image_url, filters = excluded.filters, facets = excluded.facets,"
        "  words = excluded.words",
        products, slugs, titles, keys, prices, compare_at, available, images, filters, facets,
        title_words, attributes, texts);
}

void write_placements(Tx& tx, const std::vector<Entry>& entries) {
    std::vector<std::string> categories, keys;
    std::vector<ProductId> products;
    std::vector<std::int64_t> prices;
    for (const auto& entry : entries) {
        auto places = entry.categories;
        places.emplace_back();
        for (auto& place : places) {
            categories.push_back(std::move(place));
            products.push_back(entry.product);
            prices.push_back(entry.price.value_or(INT64_MAX));
            keys.push_back(title_key(entry.title));
        }
    }
    tx.defer(
        "insert into search.placement (category, product, price, title_key)"
        " select * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[])",
        categories, products, prices, keys);
}

void write_variants(Tx& tx, const std::vector<Entry>& entries) {
    std::vector<VariantId> variants;
    std::vector<ProductId> products;
    for (const auto& entry : entries)
        for (const auto& variant : entry.variants) {
            variants.push_back(variant);
            products.push_back(entry.product);
        }
    tx.defer(
        "insert into search.listed_variant (variant, product)"
        " select * from unnest($1::uuid[], $2::uuid[])",
        variants, products);
}

void clear_places(Tx& tx, const std::vector<ProductId>& products) {
    tx.defer("delete from search.placement where product = any($1)", products);
    tx.defer("delete from search.listed_variant where product = any($1)", products);
}

}  // namespace

void write(Tx& tx, const std::vector<Entry>& entries) {
    if (entries.empty()) return;
    std::vector<ProductId> products;
    for (const auto& entry : entries) products.push_back(entry.product);
    write_listings(tx, entries);
    clear_places(tx, products);
    write_placements(tx, entries);
    write_variants(tx, entries);
}

namespace {

void flatten(const std::vector<catalog::CategoryNode>& nodes, std::vector<catalog::CategoryId>& ids,
             std::vector<std::string>& slugs) {
    for (const auto& node : nodes) {
        ids.push_back(node.id);
        slugs.push_back(node.slug);
        flatten(node.children, ids, slugs);
    }
}

}  // namespace

void write_categories(Tx& tx, const std::vector<catalog::CategoryNode>& tree) {
    std::vector<catalog::CategoryId> ids;
    std::vector<std::string> slugs;
    flatten(tree, ids, slugs);
    tx.defer(
        "insert into search.category as c (id, slug) select * from unnest($1::uuid[], $2::text[])"
        " on conflict (id) do update set slug = excluded.slug where c.slug <> excluded.slug",
        ids, slugs);
}

void forget_unused_facets(Tx& tx) {
    tx.defer(
        "delete from search.facet f"
        " where not exists (select from search.listing l where l.filters @> array[f.id])");
}

void offer_facets_again(Tx& tx) {
    tx.defer(
        "update search.facet set offered = true where not offered and name in"
        " (select name from search.facet group by name having count(*) <= 100)");
}

std::int64_t remove(Tx& tx, const std::vector<ProductId>& products) {
    if (products.empty()) return 0;
    clear_places(tx, products);
    return tx.run("delete from search.listing where product = any($1)", products);
}

void remove_others(Tx& tx, const std::optional<ProductId>& after,
                   const std::optional<ProductId>& last, const std::vector<ProductId>& kept) {
    remove(tx, tx.all<ProductId>("select product from search.listing"
                                 " where ($1::uuid is null or product > $1)"
                                 " and ($2::uuid is null or product <= $2)"
                                 " and product <> all($3)",
                                 after, last, kept));
}

std::vector<ListedVariant> siblings(Reader& reader, const std::vector<VariantId>& of) {
    return reader.all<ListedVariant>(
        "select variant, product from search.listed_variant where product in"
        " (select product from search.listed_variant where variant = any($1)) order by product",
        of);
}

std::int64_t set_available(Tx& tx, const std::vector<ProductId>& products,
                           const std::vector<bool>& available) {
    return tx.run(
        "update search.listing l set available = new.available"
        " from unnest($1::uuid[], $2::boolean[]) new (product, available)"
        " where l.product = new.product and l.available <> new.available",
        products, available);
}

}  // namespace kontor::search::store
