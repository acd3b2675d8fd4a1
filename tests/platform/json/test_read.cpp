#include "shapes.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::shapes;

namespace {

template <class T>
std::string problems(std::string_view text, json::Absent absent = json::Absent::refused) {
    const auto read = json::read<T>(text, absent);
    if (read) return "";
    CHECK(read.error().kind == ErrorKind::invalid);
    CHECK(read.error().code == "json.invalid");
    std::string list;
    for (const auto& problem : read.error().problems) {
        CHECK_FALSE(problem.detail.empty());
        list += problem.pointer + " " + problem.code + "\n";
    }
    return list;
}

struct Alteration {
    Change<std::string> name{};
    Change<std::vector<int>> sizes{};
};
BOOST_DESCRIBE_STRUCT(Alteration, (), (name, sizes))

template <class T>
std::string detail(std::string_view text) {
    return json::read<T>(text).error().problems.at(0).detail;
}

}  // namespace

TEST_CASE("every kind of member is read") {
    const auto read = json::read<Everything>(everything);
    REQUIRE(read.has_value());
    CHECK(read->flag);
    CHECK(read->weight == 1.5);
    CHECK(read->whole == INT64_MIN);
    CHECK(read->large == UINT64_MAX);
    CHECK(read->small == -128);
    CHECK(read->text == "a\"\\\nä🍵");
    CHECK(read->id.text() == "prod_01h2xcejqtf2nbrexx3vqjhp41");
    CHECK(read->id.uuid() == read->uuid);
    CHECK(to_rfc3339(read->at) == "2026-01-31T12:00:00.000Z");
    CHECK(read->price == Money{1999, *Currency::parse("EUR")});
    CHECK(read->colour == Colour::green);
    CHECK(read->title.value() == "Größe");
    CHECK(read->email.value() == "a@b.de");
    CHECK(read->leaves == std::vector<Leaf>{{1, {}, {}}, {2, "n", {Colour::red}}});
    CHECK(read->attributes.at("organic") == json::Scalar(true));
    CHECK(read->attributes.at("grams") == json::Scalar(std::int64_t{250}));
    CHECK(read->attributes.at("share") == json::Scalar(0.1));
    CHECK(read->attributes.at("whole share") == json::Scalar(3.0));
    CHECK(read->attributes.at("origin") == json::Scalar("Uji"));
    CHECK(json::read<json::Scalar>("18446744073709551615").value() == json::Scalar(0x1p64));
    CHECK(json::read<json::Scalar>("-100000000000000000000").value() == json::Scalar(-1e20));
    CHECK_FALSE(read->gone.value);
    CHECK_FALSE(read->extra);
}

TEST_CASE("all problems are told at once, each with its pointer") {
    CHECK(problems<Everything>(R"({
        "flag": 1, "weight": "1", "whole": 1.5, "large": -1, "small": 128, "text": null,
        "id": "cart_01h2xcejqtf2nbrexx3vqjhp41", "uuid": "?", "at": "today",
        "price": {"amount": "1", "currency": "eur", "vat": 1}, "colour": "blue", "title": "",
        "quantity": 10, "email": "a", "country": "XX", "slug": "A", "attributes": {"a": []},
        "leaves": [{"size": 1, "colour": null}, {"size": 2147483648}, 3], "gone": 1, "a/b~c": 1})") ==
          "/flag type\n/weight type\n/whole type\n/large range\n/small range\n/text type\n"
          "/id format\n/uuid format\n/at format\n/price/amount type\n/price/currency format\n"
          "/price/vat unknown_field\n/colour not_one_of\n/title length\n/quantity range\n"
          "/email format\n/country format\n/slug format\n/leaves/1/size range\n"
          "/leaves/1/colour required\n/leaves/2 type\n/attributes/a type\n/gone type\n"
          "/a~1b~0c unknown_field\n");
}

TEST_CASE("problems say what would be right") {
    CHECK(detail<std::int8_t>("128") == "must be a whole number from -128 to 127");
    CHECK(detail<std::uint16_t>("-1") == "must be a whole number from 0 to 65535");
    CHECK(detail<Colour>("\"blue\"") == "must be one of red, green");
    CHECK(detail<ProductId>("\"1\"") == "must be an id that begins with prod_");
    CHECK(detail<Whole<1, 9>>("0") == "must be a whole number from 1 to 9");
    CHECK(detail<Leaf>(R"({"size":1,"colour":null,"x":1})") ==
          "is not known; known here: size, note, colour");
    CHECK(detail<Nothing>(R"({"x":1})") == "is not known; no field is known here");
}

TEST_CASE("an optional member may be absent or null, a nullable one only null") {
    CHECK(problems<Leaf>(R"({"size":1,"note":null,"colour":null})") == "");
    CHECK(problems<Leaf>(R"({"size":1,"colour":null})") == "");
    CHECK(problems<Leaf>(R"({"size":1})") == "/colour required\n");
    CHECK(problems<Leaf>(R"({"size":null,"colour":null})") == "/size type\n");
    CHECK(problems<Leaf>("{}") == "/size required\n/colour required\n");
}

TEST_CASE("absent members keep their defaults where that is wanted") {
    const auto leaf = json::read<Leaf>("{}", json::Absent::keeps_default);
    REQUIRE(leaf.has_value());
    CHECK(leaf->size == 7);
    CHECK(problems<Leaf>(R"({"size":"x","y":1})", json::Absent::keeps_default) ==
          "/size type\n/y unknown_field\n");
}

TEST_CASE("the whole document may be of the wrong type") {
    CHECK(problems<Leaf>("[]") == " type\n");
    CHECK(problems<std::vector<int>>("{}") == " type\n");
    CHECK(problems<std::map<std::string, int>>("[]") == " type\n");
    CHECK(problems<std::string>("1") == " type\n");
    CHECK(problems<boost::json::object>("[]") == " type\n");
    CHECK(problems<boost::json::array>("{}") == " type\n");
}

TEST_CASE("whole numbers are no fractions and do not wrap around") {
    CHECK(problems<std::int64_t>("9223372036854775808") == " range\n");
    CHECK(problems<std::int64_t>("1.0") == " type\n");
    CHECK(problems<std::uint32_t>("4294967296") == " range\n");
    CHECK(json::read<std::uint32_t>("4294967295").value() == 4294967295u);
    CHECK(json::read<double>("9007199254740993").value() == 9007199254740992.0);
}

TEST_CASE("lists of truth values, nested maps and trees as they are") {
    CHECK(json::read<std::vector<bool>>("[true,false]").value() == std::vector<bool>{true, false});
    const auto maps =
        json::read<std::map<std::string, std::map<std::string, int>>>(R"({"a":{"b":1}})");
    CHECK(maps.value().at("a").at("b") == 1);
    const auto object = json::read<boost::json::object>(R"({"a":[1]})");
    CHECK(object.value().at("a").at(0) == 1);
    const auto elements = json::read<boost::json::array>("[[2]]");
    CHECK(elements.value().at(0).at(0) == 2);
    CHECK(json::read<Node>(R"({"name":"a","children":[{"name":"b","children":[]}]})")
              .value()
              .children.at(0)
              .name == "b");
}

TEST_CASE("a tree that is already parsed is read in the same way") {
    CHECK(json::from_value<Leaf>({{"size", 3}, {"colour", "red"}}).value().size == 3);
    CHECK_FALSE(json::from_value<Leaf>(nullptr).has_value());
}

TEST_CASE("a hostile document is not answered with a longer one") {
    std::string members;
    for (int i = 0; i < 5000; ++i) members += "\"k" + std::to_string(i) + "\":1,";
    const auto read = json::read<Leaf>("{" + members + "\"last\":1}");
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().problems.size() == 100);

    const std::string long_key(100'000, 'k');
    const auto nested = json::read<std::map<std::string, std::vector<int>>>("{\"" + long_key +
                                                                            "\":[true,true,true]}");
    REQUIRE_FALSE(nested.has_value());
    CHECK(nested.error().problems.size() == 1);
}

TEST_CASE("a change tells null from absent") {
    const auto read = [](std::string_view text) { return json::read<Alteration>(text).value(); };
    CHECK_FALSE(read("{}").name);
    REQUIRE(read(R"({"name":null})").name);
    CHECK_FALSE(read(R"({"name":null})").name->value);
    CHECK(read(R"({"name":"x","sizes":[1]})").name->value == "x");
    CHECK(problems<Alteration>(R"({"name":1,"sizes":[null]})") == "/name type\n/sizes/0 type\n");
    CHECK(json::write(Alteration{change_to(std::string("x")), {}}) == R"({"name":"x"})");
    CHECK(json::write(Alteration{Nullable<std::string>{}, {}}) == R"({"name":null})");
}
