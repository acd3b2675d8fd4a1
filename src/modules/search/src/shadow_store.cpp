// How a generation is made beside the active one and takes its place.
#include "platform/db/column_of.hpp"
#include "store.hpp"

namespace kontor::search::store {

using platform::ColumnOf;

// The documents of two generations are compared one by one (lateral, limit 1): of a generation that
// it has not counted yet the planner believes that it is empty, and joins whole ones for minutes.

std::int64_t begin_shadow(Tx& tx, const State& state) {
    const auto shadow = std::max(state.active, state.shadow.value_or(0)) + 1;
    tx.defer("delete from search.shadow_change");
    tx.defer("update search.state set shadow = $1", shadow);
    return shadow;
}

void note_differences(Tx& tx, const State& state, const std::vector<ProductId>& written) {
    tx.defer(
        "insert into search.shadow_change select s.product from search.document s"
        " left join lateral (select * from search.document"
        "  where generation = $1 and product = s.product limit 1) a on true"
        " where s.generation = $2 and s.product = any($3) and"
        "  (s.fingerprint, s.price, s.compare_at, s.available, s.rating_milli, s.sold)"
        "   is distinct from"
        "  (a.fingerprint, a.price, a.compare_at, a.available, a.rating_milli, a.sold)"
        " on conflict do nothing",
        state.active, state.shadow, written);
}

void swap_in_shadow(Tx& tx, const State& state) {
    tx.defer(
        "insert into search.change (revision, product)"
        " select $1::bigint, product from search.shadow_change"
        " union select $1::bigint, a.product from search.document a"
        "  left join lateral (select product from search.document"
        "   where generation = $3 and product = a.product limit 1) s on true"
        "  where a.generation = $2 and s.product is null",
        state.revision, state.active, state.shadow);
    tx.defer("delete from search.shadow_change");
    tx.defer("update search.state set active = shadow, shadow = null, outdated = false");
}

bool remove_leftovers(Tx& tx, const State& state) {
    std::int64_t removed = 0;
    for (const auto* table : {"document", "variant", "code"})
        removed += tx.run("delete from search." + std::string(table) +
                              " where ctid = any(array(select ctid from search." + table +
                              " where generation <> all($1) limit 5000))",
                          state.generations());
    return removed > 0;
}

void write_categories(Tx& tx, const std::vector<CategoryRow>& rows) {
    tx.defer("delete from search.category");
    tx.defer(
        "insert into search.category (id, slug, name, parent, translations)"
        " select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[])",
        ColumnOf(rows, &CategoryRow::id), ColumnOf(rows, &CategoryRow::slug),
        ColumnOf(rows, &CategoryRow::name), ColumnOf(rows, &CategoryRow::parent),
        ColumnOf(rows, &CategoryRow::translations));
}

void write_hidden_attributes(Tx& tx, const std::vector<std::string>& names) {
    tx.defer("delete from search.hidden_attribute");
    tx.defer("insert into search.hidden_attribute select distinct * from unnest($1::text[])",
             names);
}

void write_synonyms(Tx& tx, const std::vector<SynonymRow>& rows) {
    tx.defer("delete from search.synonym");
    tx.defer(
        "insert into search.synonym (\"group\", word)"
        " select * from unnest($1::bigint[], $2::text[]) on conflict do nothing",
        ColumnOf(rows, &SynonymRow::group), ColumnOf(rows, &SynonymRow::word));
}

void note_dictionary(Tx& tx, const State& state) {
    tx.defer("update search.state set dictionary = $1", state.revision);
}

}  // namespace kontor::search::store
