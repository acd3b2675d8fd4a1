#pragma once

#include "entry.hpp"
#include "platform/db/database.hpp"
#include "platform/db/json_column.hpp"
#include "search/search.hpp"

namespace kontor::search::store {

using catalog::ProductId;
using platform::Reader;
using platform::Tx;

struct State {
    std::int64_t active = 0;
    std::optional<std::int64_t> shadow;
    std::int64_t revision = 0;
    std::int64_t dictionary = 0;
    std::int64_t log_start = 0;
    bool outdated = false;

    // Those that have to be kept up to date.
    std::vector<std::int64_t> generations() const;
};
BOOST_DESCRIBE_STRUCT(State, (), (active, shadow, revision, dictionary, log_start, outdated))

State state(Reader& reader);
// One writer of the read model at a time, so that what was read last is written last. Answers the
// revision that this writer makes.
State lock(Tx& tx);

// The products whose documents are other ones from this revision on.
void log_changes(Tx& tx, const State& state, const std::vector<ProductId>& products);

// Documents anew for these entries, in one generation.
void write(Tx& tx, std::int64_t generation, const std::vector<Entry>& entries);
// Answers how many there were.
std::int64_t remove(Tx& tx, std::int64_t generation, const std::vector<ProductId>& products);
// Some of what is left of other generations; false when there is no more.
bool remove_leftovers(Tx& tx, const State& state);

// Answers the number of the new shadow; one that is being made is given up.
std::int64_t begin_shadow(Tx& tx, const State& state);
// Remembers which of what was written to the shadow differs from the active generation.
void note_differences(Tx& tx, const State& state, const std::vector<ProductId>& written);
void swap_in_shadow(Tx& tx, const State& state);

struct ListedVariant {
    catalog::VariantId variant;
    ProductId product;
};
BOOST_DESCRIBE_STRUCT(ListedVariant, (), (variant, product))
// All variants of the products that these variants belong to.
std::vector<ListedVariant> siblings(Reader& reader, const State& state,
                                    const std::vector<catalog::VariantId>& of);
// In every generation. These answer the products of the active one that changed.
std::vector<ProductId> set_available(Tx& tx, const State& state,
                                     const std::vector<ProductId>& products,
                                     const std::vector<bool>& available);
std::vector<ProductId> set_ratings(Tx& tx, const State& state,
                                   const std::vector<ProductId>& products,
                                   const std::vector<std::int64_t>& average_milli,
                                   const std::vector<std::int64_t>& counts);
void count_sold(Tx& tx, const std::vector<ProductId>& products,
                const std::vector<std::int64_t>& pieces);
std::vector<ProductId> publish_sold(Tx& tx, const State& state, std::size_t most);

// Categories, attributes that cannot be filtered by, and synonyms: few, and read whole.
struct CategoryRow {
    catalog::CategoryId id;
    std::string slug;
    std::string name;
    std::optional<catalog::CategoryId> parent;
    std::string translations;  // as JSON
    friend bool operator==(const CategoryRow&, const CategoryRow&) = default;
};
BOOST_DESCRIBE_STRUCT(CategoryRow, (), (id, slug, name, parent, translations))
std::vector<CategoryRow> categories(Reader& reader);
void write_categories(Tx& tx, const std::vector<CategoryRow>& rows);
std::vector<std::string> hidden_attributes(Reader& reader);
void write_hidden_attributes(Tx& tx, const std::vector<std::string>& names);
struct SynonymRow {
    std::int64_t group = 0;
    std::string word;
};
BOOST_DESCRIBE_STRUCT(SynonymRow, (), (group, word))
std::vector<SynonymRow> synonyms(Reader& reader);
void write_synonyms(Tx& tx, const std::vector<SynonymRow>& rows);
void note_dictionary(Tx& tx, const State& state);
// Those in one of these categories; all of them.
std::vector<ProductId> products_in(Reader& reader, const State& state,
                                   const std::vector<catalog::CategoryId>& categories);
std::vector<ProductId> products(Reader& reader, const State& state);

// What a process keeps in memory of a document.
struct SearchedRow {
    std::int64_t revision = 0;  // that it changed with, where that was asked for
    platform::Uuid product;
    bool listed = false;  // false: it is there no longer
    std::optional<std::int64_t> price;
    bool available = false;
    std::int64_t rating_milli = 0;
    std::int64_t sold = 0;
    std::vector<catalog::CategoryId> categories;
    std::string facets;
    std::string title_key;
    std::string title_words;
    std::string attribute_words;
    std::string description_words;
};
BOOST_DESCRIBE_STRUCT(SearchedRow, (),
                      (revision, product, listed, price, available, rating_milli, sold, categories,
                       facets, title_key, title_words, attribute_words, description_words))
// Of the active generation: a page in ascending order.
std::vector<SearchedRow> searched(Reader& reader, const std::optional<platform::Uuid>& after,
                                  std::size_t limit);
// As it is now of what changed: a page in order of revisions, then products.
std::vector<SearchedRow> changed(Reader& reader, std::int64_t after_revision,
                                 const platform::Uuid& after, std::size_t limit);

// What a summary shows.
struct Row {
    ProductId product;
    std::string slug;
    std::string title;
    platform::JsonColumn<LocalTexts> translations;
    std::optional<std::int64_t> price;
    std::optional<std::int64_t> compare_at;
    bool available = false;
    std::optional<std::string> image_url;
    std::int64_t rating_milli = 0;
    std::int64_t rating_count = 0;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (product, slug, title, translations, price, compare_at, available, image_url,
                       rating_milli, rating_count))
// In the order asked, those that are listed.
std::vector<Row> listed(Reader& reader, const std::vector<ProductId>& products);

std::vector<platform::Uuid> with_codes(Reader& reader, const std::vector<std::string>& codes);

std::size_t size(Reader& reader);

}  // namespace kontor::search::store
