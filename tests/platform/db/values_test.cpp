#include "platform/db/column_of.hpp"
#include "platform/db/json_column.hpp"
#include "two_schemas.hpp"

#include <limits>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

enum class Size { small, large };
BOOST_DESCRIBE_ENUM(Size, small, large)

struct Shelf {
    std::string name;
    Money price;
    std::optional<int> depth;
    Size size{};
    std::vector<std::string> labels;
    friend bool operator==(const Shelf&, const Shelf&) = default;
};
BOOST_DESCRIBE_STRUCT(Shelf, (), (name, price, depth, size, labels))

struct Address {
    std::string city;
};
BOOST_DESCRIBE_STRUCT(Address, (), (city))

// What the server makes of a value, and what comes back.
template <class T>
T through(std::string_view type, const T& value) {
    static TwoSchemas shop;
    return *shop.north.read(
        [&](Reader& reader) { return reader.one<T>("select $1::" + std::string(type), value); });
}

}  // namespace

TEST_CASE("values come back from the server as they went") {
    CHECK(through<std::string>("text", "") == "");
    CHECK(through<std::string>("text", "a'b\"c\\d\n\xE2\x82\xAC") == "a'b\"c\\d\n\xE2\x82\xAC");
    CHECK(through("boolean", true));
    CHECK_FALSE(through("boolean", false));
    for (const auto number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{0},
                              std::numeric_limits<std::int64_t>::max()})
        CHECK(through("bigint", number) == number);
    CHECK(through("double precision", 0.1) == 0.1);
    const auto uuid = new_uuid();
    CHECK(through("uuid", uuid) == uuid);
    CHECK(through("text", Size::large) == Size::large);
    CHECK(through("char(3)", *Currency::parse("EUR")) == *Currency::parse("EUR"));
    CHECK(through("jsonb", JsonColumn<Address>{{"K\xC3\xB6ln"}}).value.city == "K\xC3\xB6ln");
}

TEST_CASE("what is kept by name comes back from JSON") {
    const std::map<std::string, Address> addresses{{"home", {"K\xC3\xB6ln"}}};
    CHECK(through("jsonb", addresses).at("home").city == "K\xC3\xB6ln");
}

TEST_CASE("many rows go to the server as one array for each column") {
    static TwoSchemas shop;
    const auto eur = *Currency::parse("EUR");
    const std::vector<Shelf> shelves{{"left", {250, eur}, 30, Size::small, {"a"}},
                                     {"right", {99, eur}, std::nullopt, Size::large, {}}};
    const auto back = shop.north.read([&](Reader& reader) {
        return reader.all<Shelf>(
            "select name, amount as price_amount, 'EUR' as price_currency, depth, size,"
            " labels::text[] from unnest($1::text[], $2::bigint[], $3::integer[], $4::text[],"
            "  $5::text[]) shelf (name, amount, depth, size, labels)",
            ColumnOf(shelves, &Shelf::name), ColumnOf(shelves, &Shelf::price, &Money::amount),
            ColumnOf(shelves, &Shelf::depth), ColumnOf(shelves, &Shelf::size),
            ColumnOf(shelves, [](const Shelf& shelf) { return shelf.labels; }));
    });
    CHECK(back == shelves);
}

TEST_CASE("times come back to the microsecond") {
    for (const auto microseconds :
         {0LL, 1LL, -1LL, 1769860800123456LL, 1769860800100000LL, -62135596800000000LL,
          253402300799999999LL, 300000000000000000LL}) {
        const Time time{std::chrono::microseconds(microseconds)};
        CHECK(through("timestamptz", time) == time);
    }
    CHECK_THROWS_AS(db::time_to_column(Time::min()), std::out_of_range);
    CHECK_THROWS_AS(db::time_from_column("infinity"), ColumnError);
    CHECK_THROWS_AS(db::time_from_column("2026-01-31 12:00:00+02"), ColumnError);
}

TEST_CASE("arrays come back with quotes, backslashes, commas, braces and NULL") {
    using Texts = std::vector<std::optional<std::string>>;
    const Texts texts{"",    "NULL", "null", "a b", "a\"b",      "a\\b",
                      "a,b", "{a}",  "'",    "\n",  std::nullopt};
    static TwoSchemas shop;
    std::vector<std::string> sent;
    const auto back = *shop.north.read([&](Reader& reader) {
        return reader.one<Texts>(
            "select array['', 'NULL', 'null', 'a b', 'a\"b', 'a\\b', 'a,b', '{a}', '''', E'\\n',"
            " null]");
    });
    CHECK(back == texts);
    for (const auto& text : texts)
        if (text) sent.push_back(*text);
    CHECK(through("text[]", sent) == sent);
    CHECK(through("text[]", std::vector<std::string>{}).empty());
    const std::vector<std::int64_t> numbers{1, -2, 3};
    CHECK(through("bigint[]", numbers) == numbers);
    const std::vector<Uuid> uuids{new_uuid(), new_uuid()};
    CHECK(through("uuid[]", uuids) == uuids);
    const std::vector<Time> times{Time{}, Time{std::chrono::microseconds(1)}};
    CHECK(through("timestamptz[]", times) == times);
}

TEST_CASE("texts that are no array are refused") {
    for (const auto* text :
         {"", "{", "}", "{a", "{a,}", "{,a}", "{a}b", "{{a}}", "{\"a}", "{\"a\"b}"})
        CHECK_THROWS_AS(db::parse_array(text), ColumnError);
}

TEST_CASE("a text with NUL is refused before it is sent") {
    TwoSchemas shop;
    const std::string text("adm\0in", 6);
    CHECK_THROWS_AS(shop.north.transact([&](Tx& tx) { tx.run(insert_north, 1, text); }),
                    std::invalid_argument);
    CHECK_THROWS_AS(
        shop.north.transact([&](Tx& tx) { tx.run(insert_north, 1, std::vector{text}); }),
        std::invalid_argument);
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("a row becomes a struct, with its structs in columns of their own") {
    TwoSchemas shop;
    const auto shelf = shop.north.read([](Reader& reader) {
        return reader.one<Shelf>(
            "select 'top' as name, 5 as price_amount, 'EUR' as price_currency, null::int as depth,"
            " 'large' as size, array['a', 'b'] as labels");
    });
    CHECK(shelf == Shelf{"top", {5, *Currency::parse("EUR")}, {}, Size::large, {"a", "b"}});
    CHECK_THROWS_AS(
        shop.north.read([](Reader& reader) { return reader.one<Size>("select 'huge'"); }),
        ColumnError);
    CHECK_THROWS_AS(
        shop.north.read([](Reader& reader) { return reader.one<int>("select 4000000000"); }),
        ColumnError);
}

TEST_CASE("nothing is SQL NULL, both ways") {
    TwoSchemas shop;
    const std::optional<std::string> nothing;
    shop.north.read([&](Reader& reader) {
        CHECK(*reader.one<bool>("select $1::text is null", nothing));
        CHECK(reader.one<std::optional<int>>("select null::int") ==
              std::optional<std::optional<int>>(std::optional<int>()));
    });
}
