// One page of a list: what is asked for, what is read for it, and where the next begins.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/http/call.hpp"
#include "platform/http/cursor.hpp"

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace kontor::platform::http {

class Paging {
public:
    // query has limit and cursor, as CountedQuery does; with filters it repeats them, because the
    // members of a base are not read.
    // context names the list, its sort and every filter: a cursor of one list is none of another.
    template <class Query>
    Paging(const Cursors& cursors, std::string context, const Query& query)
        : cursors_(cursors),
          context_(std::move(context)),
          limit_(query.limit ? static_cast<std::size_t>(query.limit->value()) : 20),
          cursor_(query.cursor) {}

    std::size_t limit() const { return limit_; }
    // How many rows to read: one more than are shown tells whether there is a next page.
    std::size_t rows() const { return limit_ + 1; }

    // The keys of the last row of the page before; none for the first page. Refuses
    // http.bad_cursor.
    Result<std::vector<std::string>> after(std::size_t key_count) const {
        if (!cursor_) return std::vector<std::string>{};
        return cursors_.read(context_, *cursor_, key_count);
    }

    // The same for a list in the order of its ids.
    template <class Id>
    Result<std::optional<Id>> after_id() const {
        const auto keys = after(1);
        if (!keys) return keys.error();
        if (keys->empty()) return std::optional<Id>{};
        return Id::parse(keys->front());
    }

    // Cuts off the row too many. keys_of(row): what after() gives on the next page.
    template <class Row, class KeysOf>
    json::Nullable<std::string> cut(std::vector<Row>& found, KeysOf keys_of) const {
        json::Nullable<std::string> next;
        if (found.size() <= limit_) return next;
        found.erase(std::next(found.begin(), static_cast<std::ptrdiff_t>(limit_)), found.end());
        next.value = cursors_.write(context_, keys_of(found.back()));
        return next;
    }

    template <class Row, class Id>
    Page<Row> page(std::vector<Row> found, Id Row::* id) const {
        const auto next =
            cut(found, [id](const Row& row) { return std::vector<std::string>{(row.*id).text()}; });
        return {std::move(found), next};
    }

    // A whole page in the order of the ids. read(after, rows): the rows, or a Result of them.
    template <class Row, class Id, class Read>
    Result<Page<Row>> by_id(Id Row::* id, Read read) const {
        const auto after = after_id<Id>();
        if (!after) return after.error();
        Result<std::vector<Row>> found = read(*after, rows());
        if (!found) return found.error();
        return page(*std::move(found), id);
    }

private:
    const Cursors& cursors_;
    std::string context_;
    std::size_t limit_;
    const std::optional<std::string>& cursor_;
};

}  // namespace kontor::platform::http
