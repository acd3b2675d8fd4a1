#include "platform/http/paging.hpp"
#include "platform/http/route.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::platform::http;

namespace {

using BookId = Id<"book">;

struct Book {
    BookId id;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(Book, (), (id, title))

const Cursors cursors("a secret");

// In the order of the ids, which UUIDv7 are made in.
const std::vector<Book> shelf{{BookId::make(), "Emma"}, {BookId::make(), "Dune"}};

std::vector<Book> after(const std::optional<BookId>& id, std::size_t rows) {
    std::vector<Book> found;
    for (const auto& book : shelf)
        if ((!id || book.id > *id) && found.size() < rows) found.push_back(book);
    return found;
}

struct Asked {
    std::optional<Whole<1, 100>> limit;
    std::optional<std::string> cursor;
};

Asked one_after(const std::optional<std::string>& cursor) {
    return {Whole<1, 100>::accept(1), cursor};
}

}  // namespace

TEST_CASE("a list by id goes on where its cursor says, and ends") {
    const auto begin = one_after(std::nullopt);
    const auto first = Paging(cursors, "books", begin).by_id(&Book::id, after).value();
    CHECK(first.data.size() == 1);
    CHECK(first.data.front().title == "Emma");
    const auto more = one_after(first.next_cursor.value);
    REQUIRE(more.cursor);
    const auto second = Paging(cursors, "books", more).by_id(&Book::id, after).value();
    CHECK(second.data.front().title == "Dune");
    CHECK_FALSE(second.next_cursor.value);
    CHECK(Paging(cursors, "other books", more).by_id(&Book::id, after).error().code ==
          "http.bad_cursor");
}

TEST_CASE("a list that may be refused is") {
    const auto begin = one_after(std::nullopt);
    const auto refused = [](const auto&, std::size_t) -> Result<std::vector<Book>> {
        return Error{ErrorKind::not_found, "sample.no_such_shelf", "There is no such shelf."};
    };
    CHECK(Paging(cursors, "books", begin).by_id(&Book::id, refused).error().code ==
          "sample.no_such_shelf");
}

TEST_CASE("what was made is answered with the address of it") {
    const auto& book = shelf.front();
    const auto answer = created(Result<Book>(book), "/v1/books").value();
    CHECK(answer.body.title == "Emma");
    CHECK(find_header(answer.headers, "Location") == "/v1/books/" + book.id.text());
    CHECK(created(Result<Book>(book)).value().headers.empty());
}

TEST_CASE("what is to be changed is read only for who says what they have seen") {
    int reads = 0;
    const auto read = [&]() -> Result<Book> {
        ++reads;
        return shelf.front();
    };
    CHECK_FALSE(matched(Request{}, read).value());
    CHECK(reads == 0);
    const auto etag = etag_of(kontor::platform::json::write(shelf.front()));
    CHECK(matched({.headers = {{"If-Match", etag}}}, read).value()->title == "Emma");
    CHECK(matched({.headers = {{"If-Match", "\"other\""}}}, read).error().code ==
          "http.precondition_failed");
}

TEST_CASE("staff who may read an area may not write in it") {
    CHECK(Route(Method::get, "/v1/books", "list", "Books").by_staff_of("books").access.permission ==
          "books.read");
    CHECK(
        Route(Method::put, "/v1/books", "write", "Books").by_staff_of("books").access.permission ==
        "books.write");
}
