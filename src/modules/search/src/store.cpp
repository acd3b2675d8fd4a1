#include "store.hpp"

#include "statements.hpp"

namespace kontor::search::store {

using platform::Uuid;
using platform::db::encode;

std::size_t size(Reader& reader) {
    return *reader.one<std::size_t>("select count(*) from search.listing");
}

namespace {

After start_of(Sort sort) {
    Uuid edge;
    if (is_descending(sort)) edge.bytes.fill(0xff);
    return {std::string(first_key(sort)), edge};
}

std::vector<platform::db::Parameter> place(const std::optional<std::string>& category,
                                           const After& from, std::size_t limit) {
    const auto id = category ? catalog::CategoryId::parse(*category) : std::nullopt;
    return {encode(category.value_or("")), encode(id), encode(from.key), encode(from.product),
            encode(limit)};
}

std::vector<platform::db::Parameter> parameters(const Criteria& criteria, const After& from,
                                                std::size_t limit) {
    std::vector<std::string> names, values;
    for (const auto& [name, value] : criteria.attributes) {
        names.push_back(name);
        values.push_back(value);
    }
    auto all = place(criteria.category, from, limit);
    all.push_back(encode(criteria.words));
    all.push_back(encode(names));
    all.push_back(encode(values));
    all.push_back(encode(criteria.price_min.value_or(0)));
    all.push_back(encode(criteria.price_max.value_or(INT64_MAX)));
    return all;
}

Sort settled(Sort sort, const Criteria& criteria) {
    return sort == Sort::relevance && criteria.words.empty() ? Sort::newest : sort;
}

}  // namespace

std::vector<Row> list(Reader& reader, Sort sort, const std::optional<std::string>& category,
                      const std::optional<After>& after, std::size_t limit) {
    const auto rows = reader.execute(list_statement(sort),
                                     place(category, after.value_or(start_of(sort)), limit));
    std::vector<Row> page;
    for (std::size_t row = 0; row < rows.size(); ++row)
        page.push_back(platform::db::read_row<Row>(rows, row));
    return page;
}

Hits search(Reader& reader, const Criteria& criteria, Sort sort, const std::optional<After>& after,
            std::size_t limit) {
    sort = settled(sort, criteria);
    const auto rows = reader.execute(counting_statement(criteria, sort),
                                     parameters(criteria, after.value_or(start_of(sort)), limit));
    auto row = platform::db::read_row<CountingRow>(rows, 0);
    return {{row.revision, row.total, std::move(row.facets.value)}, std::move(row.page.value)};
}

PageOfHits page(Reader& reader, const Criteria& criteria, Sort sort,
                const std::optional<After>& after, std::size_t limit) {
    sort = settled(sort, criteria);
    const auto rows = reader.execute(page_statement(criteria, sort),
                                     parameters(criteria, after.value_or(start_of(sort)), limit));
    auto row = platform::db::read_row<PageRow>(rows, 0);
    return {row.revision, std::move(row.page.value)};
}

std::vector<Suggestion> suggest_by_title(Reader& reader, const std::string& beginning,
                                         std::size_t limit) {
    // Whatever begins so comes before the last code point that there is.
    const auto end = beginning + "\U0010FFFF";
    return reader.all<Suggestion>(
        "select title as text, slug from search.listing"
        " where title_key >= $1 and title_key < $2 order by title_key, product limit $3",
        beginning, end, limit);
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
