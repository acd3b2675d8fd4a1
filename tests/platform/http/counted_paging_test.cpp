#include "platform/http/counted_paging.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::platform::http;

namespace {

using BookId = Id<"book">;

struct Book {
    BookId id;
};
BOOST_DESCRIBE_STRUCT(Book, (), (id))

const Cursors cursors("a secret");

CountedPage<Book> page_of(std::size_t length, const CountedQuery& query) {
    const auto read = [&](const std::optional<BookId>&, std::size_t rows) {
        return std::vector<Book>(std::min(length, rows), Book{BookId::make()});
    };
    return CountedPaging(cursors, "books", query).by_id(&Book::id, read).value();
}

CountedQuery counting(std::optional<std::string> cursor = {}) {
    return {Whole<1, 100>::accept(1), std::move(cursor), Include::total};
}

}  // namespace

TEST_CASE("a list tells its length to who asks for it, the same on every page") {
    const auto unasked = page_of(3, {});
    CHECK(unasked.data.size() == 3);
    CHECK_FALSE(unasked.total);
    CHECK_FALSE(unasked.total_is_capped);
    const auto first = page_of(3, counting());
    CHECK(first.data.size() == 1);
    CHECK(first.total == 3);
    CHECK(first.total_is_capped == false);
    REQUIRE(first.next_cursor.value);
    CHECK(page_of(3, counting(first.next_cursor.value)).total == 3);
    CHECK(first.showing(std::vector<int>{7}).total == 3);
}

TEST_CASE("a list is counted up to ten thousand") {
    CHECK(page_of(10'000, counting()).total == 10'000);
    CHECK(page_of(10'000, counting()).total_is_capped == false);
    CHECK(page_of(10'001, counting()).total == 10'000);
    CHECK(page_of(10'001, counting()).total_is_capped == true);
}

TEST_CASE("asking for the length makes no other list of it") {
    CHECK(filters_of(counting("a cursor")) == "{}");
}

TEST_CASE("a list that is refused is so when it is counted, too") {
    int reads = 0;
    const auto read = [&](const std::optional<BookId>&, std::size_t) -> Result<std::vector<Book>> {
        if (++reads == 1) return std::vector<Book>{};
        return Error{ErrorKind::not_found, "sample.no_such_shelf", "There is no such shelf."};
    };
    const auto query = counting();
    CHECK(CountedPaging(cursors, "books", query).by_id(&Book::id, read).error().code ==
          "sample.no_such_shelf");
}
