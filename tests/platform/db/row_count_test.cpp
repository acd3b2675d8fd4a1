#include "platform/db/row_count.hpp"
#include "two_schemas.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

constexpr auto numbers = "select n from generate_series(1, 5) n where n > $1 order by n limit $2";

std::vector<int> read_numbers(Database& database, int above, int most) {
    return database.read([&](Reader& reader) { return listed<int>(reader, numbers, above, most); });
}

}  // namespace

TEST_CASE("a list is read as it is, unless its rows are to be counted") {
    TwoSchemas shop;
    CHECK(read_numbers(shop.north, 3, 10) == std::vector{4, 5});
    RowCount count;
    CHECK(read_numbers(shop.north, 3, 10).empty());
    CHECK(count.value() == 2);
}

TEST_CASE("rows are counted up to the limit of their statement, in one round trip") {
    TwoSchemas shop;
    RowCount count;
    CHECK(shop.round_trips([&] { read_numbers(shop.north, 0, 4); }) == 1);
    CHECK(count.value() == 4);
}

TEST_CASE("only the first list is counted, and only as long as somebody wants it") {
    TwoSchemas shop;
    {
        RowCount count;
        CHECK_FALSE(count.value());
        read_numbers(shop.north, 4, 10);
        CHECK(read_numbers(shop.north, 3, 10).size() == 2);
        CHECK(count.value() == 1);
        CHECK_THROWS_AS(RowCount(), std::logic_error);
    }
    CHECK(read_numbers(shop.north, 4, 10).size() == 1);
}
