// How the read model is read.
#include "store.hpp"

namespace kontor::search::store {

std::vector<std::int64_t> State::generations() const {
    std::vector<std::int64_t> all{active};
    if (shadow) all.push_back(*shadow);
    return all;
}

State state(Reader& reader) {
    return *reader.one<State>(
        "select active, shadow, revision, dictionary, log_start, outdated from search.state");
}

namespace {

constexpr std::string_view searched_columns =
    " coalesce(d.available, false) as available, coalesce(d.rating_milli, 0) as rating_milli,"
    " coalesce(d.sold, 0) as sold, coalesce(d.categories, '{}') as categories,"
    " coalesce(d.facets, '') as facets, coalesce(d.title_key, '') as title_key,"
    " coalesce(d.title_words, '') as title_words,"
    " coalesce(d.attribute_words, '') as attribute_words,"
    " coalesce(d.description_words, '') as description_words";

}  // namespace

std::vector<SearchedRow> searched(Reader& reader, const std::optional<platform::Uuid>& after,
                                  std::size_t limit) {
    static const auto sql =
        "select 0 as revision, d.product, true as listed, d.price," +
        std::string(searched_columns) +
        " from search.document d where d.generation = (select active from search.state)"
        " and d.product > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')"
        " order by d.product limit $2";
    return reader.all<SearchedRow>(sql, after, limit);
}

std::vector<SearchedRow> changed(Reader& reader, std::int64_t after_revision,
                                 const platform::Uuid& after, std::size_t limit) {
    static const auto sql =
        "select c.revision, c.product, d.product is not null as listed, d.price," +
        std::string(searched_columns) +
        " from (select revision, product from search.change where (revision, product) > ($1, $2)"
        "        order by revision, product limit $3) c"
        " left join search.document d on d.product = c.product"
        "  and d.generation = (select active from search.state) order by c.revision, c.product";
    return reader.all<SearchedRow>(sql, after_revision, after, limit);
}

std::vector<Row> listed(Reader& reader, const std::vector<ProductId>& products) {
    return reader.all<Row>(
        "select d.product, d.slug, d.title, d.translations, d.price, d.compare_at, d.available,"
        " d.image_url, d.rating_milli, d.rating_count"
        " from unnest($1::uuid[]) with ordinality wanted (product, place)"
        " join search.document d on d.product = wanted.product"
        "  and d.generation = (select active from search.state) order by place",
        products);
}

std::vector<platform::Uuid> with_codes(Reader& reader, const std::vector<std::string>& codes) {
    return reader.all<platform::Uuid>(
        "select distinct product from search.code where code = any($1)"
        " and generation = (select active from search.state) limit 1000",
        codes);
}

std::vector<CategoryRow> categories(Reader& reader) {
    return reader.all<CategoryRow>(
        "select id, slug, name, parent, translations from search.category order by id");
}

std::vector<std::string> hidden_attributes(Reader& reader) {
    return reader.all<std::string>("select name from search.hidden_attribute order by name");
}

std::vector<SynonymRow> synonyms(Reader& reader) {
    return reader.all<SynonymRow>(
        "select \"group\", word from search.synonym order by \"group\", word");
}

std::vector<ListedVariant> siblings(Reader& reader, const State& state,
                                    const std::vector<catalog::VariantId>& of) {
    return reader.all<ListedVariant>(
        "select distinct variant, product from search.variant"
        " where generation = any($1) and product in"
        " (select product from search.variant where generation = any($1) and variant = any($2))"
        " order by product, variant",
        state.generations(), of);
}

std::vector<ProductId> products_in(Reader& reader, const State& state,
                                   const std::vector<catalog::CategoryId>& categories) {
    return reader.all<ProductId>(
        "select product from search.document where generation = $1 and categories && $2::uuid[]",
        state.active, categories);
}

std::vector<ProductId> products(Reader& reader, const State& state) {
    return reader.all<ProductId>("select product from search.document where generation = $1",
                                 state.active);
}

std::size_t size(Reader& reader) {
    return *reader.one<std::size_t>(
        "select count(*) from search.document"
        " where generation = (select active from search.state)");
}

}  // namespace kontor::search::store
