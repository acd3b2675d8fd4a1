// How long a list is, from the statement that reads a page of it.
#pragma once

#include "platform/db/database.hpp"

#include <cstdint>
#include <optional>

namespace kontor::platform {

// While one lives, the first listed() of this thread counts its rows on the server instead of
// reading them, and answers none; the statement's own limit bounds what that costs. Later ones read
// as ever. One per thread; not movable.
class RowCount {
public:
    RowCount();
    ~RowCount();
    RowCount(const RowCount&) = delete;

    // Nothing where no listed() came by.
    std::optional<std::size_t> value() const { return value_; }

private:
    friend bool counted(Reader& reader, std::string_view sql,
                        std::vector<db::Parameter> parameters);
    std::optional<std::size_t> value_;
};

// Whether the rows of the statement were counted, as a RowCount wants them to be: then they are not
// to be read. For lists whose page is part of a larger statement; others use listed().
bool counted(Reader& reader, std::string_view sql, std::vector<db::Parameter> parameters);

// Reader::all() of a list that is read in pages.
template <class Row, class... Arguments>
std::vector<Row> listed(Reader& reader, std::string_view sql, const Arguments&... arguments) {
    if (counted(reader, sql, {db::encode(arguments)...})) return {};
    return reader.all<Row>(sql, arguments...);
}

}  // namespace kontor::platform
