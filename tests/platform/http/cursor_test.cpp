#include "platform/http/cursor.hpp"

#include <doctest/doctest.h>

using kontor::platform::http::Cursors;

namespace {

const Cursors cursors("a secret");

}  // namespace

TEST_CASE("a cursor gives back the keys it was written with") {
    const std::vector<std::string> keys{"19.99", "prod_1", "with \"quotes\" and \xc3\xbc"};
    const auto cursor = cursors.write("price,category=7", keys);
    CHECK(cursor.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789-_") == std::string::npos);
    const auto read = cursors.read("price,category=7", cursor, 3);
    REQUIRE(read.has_value());
    CHECK(*read == keys);
}

TEST_CASE("a cursor of another list, another shop or a forger is refused") {
    const auto cursor = cursors.write("price", {"1", "a"});
    auto damaged = cursor;
    damaged[damaged.size() / 2] ^= 1;
    const Cursors others("another secret");
    CHECK(cursors.read("newest", cursor, 2).error().code == "http.bad_cursor");
    CHECK(cursors.read("price", cursor, 3).has_error());
    CHECK(others.read("price", cursor, 2).has_error());
    for (const std::string& text :
         {damaged, std::string(), std::string("x"), std::string("!!!"), cursor + "A", "A" + cursor})
        CHECK(cursors.read("price", text, 2).has_error());
}
