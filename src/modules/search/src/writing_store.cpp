// How the read model is written.
#include "platform/db/column_of.hpp"
#include "store.hpp"
#include "words.hpp"

namespace kontor::search::store {

using catalog::VariantId;
using platform::ColumnOf;

State lock(Tx& tx) {
    return *tx.one<State>(
        "update search.state set revision = revision + 1"
        " returning active, shadow, revision, dictionary, log_start, outdated");
}

void log_changes(Tx& tx, const State& state, const std::vector<ProductId>& products) {
    constexpr std::int64_t kept_revisions = 20'000;
    if (products.empty()) return;
    tx.defer(
        "insert into search.change (revision, product) select $1, * from unnest($2::uuid[])"
        " on conflict do nothing",
        state.revision, products);
    const auto start = state.revision - kept_revisions;
    if (start < state.log_start + 1000) return;
    tx.defer("delete from search.change where revision <= $1", start);
    tx.defer("update search.state set log_start = $1", start);
}

namespace {

void write_documents(Tx& tx, std::int64_t generation, const std::vector<Entry>& entries) {
    tx.defer(
        "insert into search.document select $1, new.product, new.slug, new.title,"
        " new.translations::jsonb, new.image_url, new.price, new.compare_at, new.available,"
        " coalesce(r.average_milli, 0), coalesce(r.count, 0), coalesce(p.known, 0),"
        " new.categories::uuid[], new.facets, new.title_key, new.title_words, new.attribute_words,"
        " new.description_words, new.fingerprint"
        " from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],"
        " $8::bigint[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[],"
        " $14::text[], $15::text[], $16::text[]) new (product, slug, title, translations,"
        " image_url, price, compare_at, available, categories, facets, title_key, title_words,"
        " attribute_words, description_words, fingerprint)"
        " left join search.rating r using (product) left join search.popularity p using (product)",
        generation, ColumnOf(entries, &Entry::product), ColumnOf(entries, &Entry::slug),
        ColumnOf(entries, &Entry::title),
        ColumnOf(entries, [](const Entry& one) { return platform::json::write(one.translations); }),
        ColumnOf(entries, &Entry::image_url), ColumnOf(entries, &Entry::price),
        ColumnOf(entries, &Entry::compare_at), ColumnOf(entries, &Entry::available),
        ColumnOf(entries, &Entry::categories), ColumnOf(entries, &Entry::facets),
        ColumnOf(entries, [](const Entry& one) { return title_key(one.title); }),
        ColumnOf(entries, &Entry::title_words), ColumnOf(entries, &Entry::attribute_words),
        ColumnOf(entries, &Entry::description_words), ColumnOf(entries, fingerprint_of));
}

void write_variants(Tx& tx, std::int64_t generation, const std::vector<Entry>& entries) {
    std::vector<VariantId> variants;
    std::vector<ProductId> products;
    for (const auto& entry : entries)
        for (const auto& variant : entry.variants) {
            variants.push_back(variant);
            products.push_back(entry.product);
        }
    tx.defer(
        "insert into search.variant (generation, variant, product)"
        " select $1, * from unnest($2::uuid[], $3::uuid[])"
        " on conflict (generation, variant) do update set product = excluded.product",
        generation, variants, products);
}

void write_codes(Tx& tx, std::int64_t generation, const std::vector<Entry>& entries) {
    std::vector<std::string> codes;
    std::vector<ProductId> products;
    for (const auto& entry : entries)
        for (const auto& code : entry.codes) {
            codes.push_back(code);
            products.push_back(entry.product);
        }
    tx.defer(
        "insert into search.code (generation, code, product)"
        " select $1, * from unnest($2::text[], $3::uuid[])",
        generation, codes, products);
}

void clear_places(Tx& tx, std::int64_t generation, const std::vector<ProductId>& products) {
    tx.defer("delete from search.variant where generation = $1 and product = any($2)", generation,
             products);
    tx.defer("delete from search.code where generation = $1 and product = any($2)", generation,
             products);
}

constexpr std::string_view delete_documents =
    "delete from search.document where generation = $1 and product = any($2)";

}  // namespace

void write(Tx& tx, std::int64_t generation, const std::vector<Entry>& entries) {
    if (entries.empty()) return;
    std::vector<ProductId> products;
    for (const auto& entry : entries) products.push_back(entry.product);
    clear_places(tx, generation, products);
    tx.defer(delete_documents, generation, products);
    write_documents(tx, generation, entries);
    write_variants(tx, generation, entries);
    write_codes(tx, generation, entries);
}

std::int64_t remove(Tx& tx, std::int64_t generation, const std::vector<ProductId>& products) {
    if (products.empty()) return 0;
    clear_places(tx, generation, products);
    return tx.run(delete_documents, generation, products);
}

std::vector<ProductId> set_available(Tx& tx, const State& state,
                                     const std::vector<ProductId>& products,
                                     const std::vector<bool>& available) {
    return tx.all<ProductId>(
        "with changed as (update search.document d set available = new.available"
        "  from unnest($2::uuid[], $3::boolean[]) new (product, available)"
        "  where d.generation = any($1) and d.product = new.product"
        "   and d.available <> new.available returning d.product)"
        " select distinct product from changed",
        state.generations(), products, available);
}

std::vector<ProductId> set_ratings(Tx& tx, const State& state,
                                   const std::vector<ProductId>& products,
                                   const std::vector<std::int64_t>& average_milli,
                                   const std::vector<std::int64_t>& counts) {
    tx.defer(
        "insert into search.rating select * from unnest($1::uuid[], $2::bigint[], $3::bigint[])"
        " on conflict (product) do update set average_milli = excluded.average_milli,"
        " count = excluded.count",
        products, average_milli, counts);
    return tx.all<ProductId>(
        "with changed as (update search.document d set rating_milli = r.average_milli,"
        "  rating_count = r.count from search.rating r"
        "  where d.generation = any($1) and d.product = any($2) and r.product = d.product"
        "  returning d.product)"
        " select distinct product from changed",
        state.generations(), products);
}

void count_sold(Tx& tx, const std::vector<ProductId>& products,
                const std::vector<std::int64_t>& pieces) {
    tx.defer(
        "insert into search.popularity as p (product, sold, known)"
        " select product, pieces, 0 from unnest($1::uuid[], $2::bigint[]) new (product, pieces)"
        " order by product on conflict (product) do update set sold = p.sold + excluded.sold",
        products, pieces);
}

std::vector<ProductId> publish_sold(Tx& tx, const State& state, std::size_t most) {
    return tx.all<ProductId>(
        "with news as (select product, sold from search.popularity where sold <> known"
        "  order by product limit $2 for update),"
        " known as (update search.popularity p set known = news.sold from news"
        "  where p.product = news.product),"
        " changed as (update search.document d set sold = news.sold from news"
        "  where d.generation = any($1) and d.product = news.product returning d.product)"
        " select distinct product from changed",
        state.generations(), most);
}

}  // namespace kontor::search::store
