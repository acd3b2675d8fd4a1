// A small made-up API that uses everything a route can say.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/id.hpp"
#include "platform/db/database.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/router.hpp"

#include <atomic>
#include <string>

namespace sample {

using namespace kontor::platform;
using namespace kontor::platform::http;

using BookId = Id<"book">;

enum class Order { title, newest };
BOOST_DESCRIBE_ENUM(Order, title, newest)

struct Book {
    std::string id;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(Book, (), (id, title))

struct BookPath {
    BookId book;
};
BOOST_DESCRIBE_STRUCT(BookPath, (), (book))

struct NamePath {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamePath, (), (name))

struct NewBook {
    Text<1, 20> title;
};
BOOST_DESCRIBE_STRUCT(NewBook, (), (title))

struct Wish {
    std::optional<Text<1, 20>> title;
};
BOOST_DESCRIBE_STRUCT(Wish, (), (title))

struct ListQuery {
    std::optional<Whole<1, 100>> limit;
    std::optional<Order> sort;
    std::optional<bool> in_stock;
    std::map<std::string, std::string> attr;
};
BOOST_DESCRIBE_STRUCT(ListQuery, (), (limit, sort, in_stock, attr))

struct SearchQuery {
    std::string q;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (q))

inline Result<Caller> authenticate(const Request& request) {
    const auto shown = find_header(request.headers, "Authorization");
    if (!shown) return Caller{};
    Caller caller{.kind = Caller::Kind::customer,
                  .user = parse_uuid("01890000-0000-7000-8000-000000000001")};
    if (*shown == "Bearer customer") return caller;
    caller.kind = Caller::Kind::staff;
    if (*shown == "Bearer clerk") return caller;
    caller.permissions = {"books.write"};
    if (*shown == "Bearer librarian") return caller;
    return Error{ErrorKind::unauthenticated, "auth.invalid_token", "The token is not valid."};
}

inline void add_failing_route(Router& router) {
    router.add(
        Route(Method::post, "/v1/fail/{name}", "fail", "Goes wrong").remote(),
        [](const Call<NamePath>& call) -> Result<std::variant<Answer<202>, Answer<200, Book>>> {
            if (call.path.name == "throw") throw std::runtime_error("secret text");
            if (call.path.name == "database") throw DatabaseUnavailable("secret text");
            if (call.path.name == "stock")
                return Error{ErrorKind::conflict,
                             "sample.no_stock",
                             "Only 2 are left.",
                             {},
                             {{"available", std::int64_t{2}}}};
            if (call.path.name == "slow_down")
                return Error{ErrorKind::too_many_requests,
                             "sample.limited",
                             "Wait.",
                             {},
                             {{"retry_after", std::int64_t{7}}}};
            if (call.path.name == "accepted") return Answer<202>{};
            return Answer<200, Book>{{"fine", call.path.name}};
        });
}

// Adds the routes; made counts how often the cached route's handler ran.
inline void add_routes(Router& router, std::atomic<int>& made) {
    router.add(Route(Method::get, "/v1/books/{book}", "read_book", "A book").cached(),
               [&made](const Call<BookPath>& call) -> Result<Book> {
                   ++made;
                   call.depends_on("book:" + call.path.book.text());
                   return Book{call.path.book.text(), "Moby-Dick"};
               });
    router.add(
        Route(Method::get, "/v1/greeting", "read_greeting", "A greeting").cached().localised(),
        [&made](const Call<>& call) -> Result<Book> {
            ++made;
            call.depends_on("greeting");
            return Book{"greeting", call.language == "de" ? "Guten Tag" : "Good day"};
        });
    router.add(Route(Method::get, "/v1/books", "list_books", "Books"),
               [](const Call<Nothing, Nothing, ListQuery>& call) -> Result<Page<Book>> {
                   Page<Book> page;
                   for (const auto& [name, value] : call.query.attr)
                       page.data.push_back({name, value});
                   return page;
               });
    router.add(Route(Method::get, "/v1/books/search", "search_books", "Search"),
               [](const Call<Nothing, Nothing, SearchQuery>& call) -> Result<Book> {
                   return Book{"search", call.query.q};
               });
    router.add(Route(Method::post, "/v1/books", "create_book", "Write a book")
                   .by(Access::staff("books.write")),
               [](const Call<Nothing, NewBook>& call) -> Result<Answer<201, Book>> {
                   return Answer<201, Book>{{"new", call.body.title},
                                            {{"Location", "/v1/books/new\r\nSet-Cookie: x=1"}}};
               });
    router.add(
        Route(Method::del, "/v1/books/{book}", "remove_book", "Burn a book").by(Access::customer()),
        [](const Call<BookPath>&) -> Result<> { return {}; });
    router.add(
        Route(Method::get, "/v1/names/{name}", "read_name", "A name"),
        [](const Call<NamePath>& call) -> Result<Book> { return Book{"name", call.path.name}; });
    router.add(Route(Method::get, "/v1/whoami", "who_am_i", "Who asks").by(Access::shopper()),
               [](const Call<>& call) -> Result<Book> { return Book{call.caller.scope(), ""}; });
    router.add(Route(Method::post, "/v1/wishes", "make_wish", "Wish for a book"),
               [](const Call<Nothing, Wish>&) -> Result<> { return {}; });
    router.add(Route(Method::post, "/v1/hooks", "take_hook", "A webhook")
                   .raw_body("text/plain")
                   .limited_as(RateClass::unlimited),
               [](const Call<Nothing, RawBody>& call) -> Result<Book> {
                   return Book{"raw", call.body.bytes};
               });
    add_failing_route(router);
    router.add(Route(Method::get, "/v1/plain", "plain", "Text").produces("text/plain"),
               [](const Call<>&) -> Result<Response> {
                   return Response{200, {{"Content-Type", "text/plain"}}, "hello"};
               });
}

}  // namespace sample
