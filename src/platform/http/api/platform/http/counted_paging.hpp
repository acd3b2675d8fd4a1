// Lists that go on by a cursor, and tell how many rows they have to who asks for include=total.
#pragma once

#include "platform/http/paging.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>

namespace kontor::platform::http {

// What a page may tell beside its rows.
enum class Include { total };
BOOST_DESCRIBE_ENUM(Include, total)

// The members that every query of such a list has; one with filters repeats them.
struct CountedQuery {
    std::optional<Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(CountedQuery, (), (limit, cursor, include))

// What a query narrows its list to: all but what turns the pages.
template <class Query>
std::string filters_of(Query query) {
    query.limit.reset();
    query.cursor.reset();
    if constexpr (requires { query.include; }) query.include.reset();
    return json::write(query);
}

// A page, and for include=total how many rows there are on all of them.
template <class T>
struct CountedPage {
    std::vector<T> data;
    json::Nullable<std::string> next_cursor;
    std::optional<std::int64_t> total{};
    std::optional<bool> total_is_capped{};
    BOOST_DESCRIBE_CLASS(CountedPage, (), (data, next_cursor, total, total_is_capped), (), ())

    // The same page, of what its rows are shown as.
    template <class Shown>
    CountedPage<Shown> showing(std::vector<Shown> shown) const {
        return {std::move(shown), next_cursor, total, total_is_capped};
    }
};

// How far a list is counted.
inline constexpr std::size_t most_counted = 10'000;

template <class AnyPage>
void tell_total(AnyPage& page, std::size_t total) {
    page.total = static_cast<std::int64_t>(std::min(total, most_counted));
    page.total_is_capped = total > most_counted;
}

class CountedPaging : public Paging {
public:
    template <class Query>
    CountedPaging(const Cursors& cursors, std::string context, const Query& query)
        : Paging(cursors, std::move(context), query),
          is_counted_(query.include == Include::total) {}

    // A whole page in the order of the ids. read(after, rows): the rows, or a Result of them.
    template <class Row, class Id, class Read>
    Result<CountedPage<Row>> by_id(Id Row::* id, Read read) const {
        auto found = Paging::by_id(id, read);
        if (!found) return found.error();
        CountedPage<Row> page{std::move(found->data), std::move(found->next_cursor)};
        const auto length = [&](std::size_t most) -> Result<std::size_t> {
            const Result<std::vector<Row>> all = read(std::optional<Id>{}, most);
            if (!all) return all.error();
            return all->size();
        };
        if (const auto told = count(page, length); !told) return told.error();
        return page;
    }

    // How many rows a read of at most so many finds from the beginning of the list.
    using Length = std::function<Result<std::size_t>(std::size_t most)>;

    // Tells the page how many rows its list has, if the query asks for it. Where the store reads by
    // listed() (platform/db/row_count.hpp) they are counted where they lie, and what length answers
    // is of no matter.
    template <class AnyPage>
    Result<> count(AnyPage& page, const Length& length) const {
        if (!is_counted_) return {};
        const auto total = counted(length);
        if (!total) return total.error();
        tell_total(page, *total);
        return {};
    }

private:
    static Result<std::size_t> counted(const Length& length);

    bool is_counted_;
};

}  // namespace kontor::platform::http
