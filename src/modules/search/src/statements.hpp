// The SQL of lists and searches. Each combination of sort and conditions is a statement of its own,
// with its own plan; values are never part of the text.
#pragma once

#include "platform/db/json_column.hpp"
#include "store.hpp"

namespace kontor::search::store {

bool is_descending(Sort sort);
// Of all keys, the one that no page comes before.
std::string_view first_key(Sort sort);

// $1 category's slug or '', $2 its id or null, $3 key and $4 product that the page comes after,
// $5 limit. Answers Rows.
const std::string& list_statement(Sort sort);

// As above, and $6 words, $7 names and $8 values of attributes, $9 and $10 the prices.
struct CountingRow {
    std::int64_t revision = 0;
    std::int64_t total = 0;
    platform::JsonColumn<std::vector<FacetCount>> facets;
    platform::JsonColumn<std::vector<Row>> page;
};
BOOST_DESCRIBE_STRUCT(CountingRow, (), (revision, total, facets, page))
std::string counting_statement(const Criteria& criteria, Sort sort);

struct PageRow {
    std::int64_t revision = 0;
    platform::JsonColumn<std::vector<Row>> page;
};
BOOST_DESCRIBE_STRUCT(PageRow, (), (revision, page))
std::string page_statement(const Criteria& criteria, Sort sort);

}  // namespace kontor::search::store
