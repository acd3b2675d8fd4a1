#include "shapes.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace kontor::platform;
using namespace kontor::shapes;

namespace {

template <class T>
boost::json::value schema() {
    boost::json::object components;
    return json::schema<T>(components);
}

boost::json::value parse(std::string_view text) {
    return boost::json::parse(text);
}

struct Twin {
    int a;
};
BOOST_DESCRIBE_STRUCT(Twin, (), (a))

}  // namespace

namespace kontor {
namespace {
struct Twin {
    std::string b;
};
BOOST_DESCRIBE_STRUCT(Twin, (), (b))
}  // namespace
}  // namespace kontor

TEST_CASE("simple types say what they take") {
    CHECK(schema<bool>() == parse(R"({"type":"boolean"})"));
    CHECK(schema<double>() == parse(R"({"type":"number"})"));
    CHECK(schema<std::string>() == parse(R"({"type":"string"})"));
    CHECK(schema<std::int8_t>() == parse(R"({"type":"integer","minimum":-128,"maximum":127})"));
    CHECK(schema<std::uint16_t>() == parse(R"({"type":"integer","minimum":0,"maximum":65535})"));
    CHECK(schema<Uuid>() == parse(R"({"type":"string","format":"uuid"})"));
    CHECK(schema<Time>() == parse(R"({"type":"string","format":"date-time"})"));
    CHECK(schema<Currency>() == parse(R"({"type":"string","pattern":"^[A-Z]{3}$"})"));
    CHECK(schema<ProductId>() ==
          parse(R"({"type":"string","pattern":"^prod_[0-7][0-9a-hjkmnp-tv-z]{25}$"})"));
    CHECK(schema<Colour>() == parse(R"({"type":"string","enum":["red","green"]})"));
    CHECK(schema<json::Scalar>() == parse(R"({"type":["boolean","number","string"]})"));
}

TEST_CASE("constrained types tell their rule") {
    const auto text = schema<Text<1, 5>>();
    CHECK(text.at("minLength") == 1);
    CHECK(text.at("maxLength") == 5);
    CHECK(text.at("pattern") == some_text_pattern.data());
    CHECK(text.at("description") == "text of 1 to 5 characters without control characters");
    CHECK(schema<Text<0, 5>>().at("pattern") == plain_text_pattern.data());
    CHECK(schema<Whole<-1, 9>>() == parse(R"({"type":"integer","minimum":-1,"maximum":9,
        "description":"a whole number from -1 to 9"})"));
    const auto email = schema<EmailAddress>();
    CHECK(email.at("format") == "email");
    CHECK(email.at("maxLength") == 254);
    const auto countries = schema<CountryCode>().at("enum").as_array();
    CHECK(countries.size() == 249);
    for (const auto& country : countries)
        CHECK(CountryCode::accept(country.as_string().c_str()).has_value());
    CHECK(schema<Slug>().at("pattern") == "^[a-z0-9]+(-[a-z0-9]+)*$");
}

TEST_CASE("containers, nullable values and trees") {
    CHECK(schema<std::vector<bool>>() == parse(R"({"type":"array","items":{"type":"boolean"}})"));
    CHECK(schema<std::map<std::string, bool>>() ==
          parse(R"({"type":"object","additionalProperties":{"type":"boolean"}})"));
    CHECK(schema<std::optional<bool>>() == parse(R"({"type":"boolean"})"));
    CHECK(schema<json::Nullable<bool>>() == parse(R"({"type":["boolean","null"]})"));
    CHECK(schema<json::Nullable<Colour>>() ==
          parse(R"({"anyOf":[{"type":"string","enum":["red","green"]},{"type":"null"}]})"));
    CHECK(schema<json::Nullable<Nothing>>() ==
          parse(R"({"anyOf":[{"$ref":"#/components/schemas/shapes.Nothing"},{"type":"null"}]})"));
    CHECK(schema<boost::json::value>() == parse("{}"));
    CHECK(schema<boost::json::object>() == parse(R"({"type":"object"})"));
    CHECK(schema<boost::json::array>() == parse(R"({"type":"array"})"));
    CHECK(schema<std::variant<Nothing, Money>>() ==
          parse(R"({"oneOf":[{"$ref":"#/components/schemas/shapes.Nothing"},
                             {"$ref":"#/components/schemas/Money"}]})"));
}

TEST_CASE("described structs are components that are referred to") {
    boost::json::object components;
    CHECK(json::schema<Page<Leaf>>(components) ==
          parse(R"({"$ref":"#/components/schemas/shapes.Page-shapes.Leaf"})"));
    CHECK(components.size() == 2);
    CHECK(components.at("shapes.Leaf") == parse(R"({"type":"object",
        "properties":{
            "size":{"type":"integer","minimum":-2147483648,"maximum":2147483647},
            "note":{"type":"string"},
            "colour":{"anyOf":[{"type":"string","enum":["red","green"]},{"type":"null"}]}},
        "required":["size","colour"],"additionalProperties":false})"));
    CHECK(components.at("shapes.Page-shapes.Leaf").at("properties").at("data") ==
          parse(R"({"type":"array","items":{"$ref":"#/components/schemas/shapes.Leaf"}})"));
    json::schema<Leaf>(components);
    CHECK(components.size() == 2);
}

TEST_CASE("a struct that contains itself refers to itself") {
    boost::json::object components;
    json::schema<Node>(components);
    CHECK(components.size() == 1);
    CHECK(components.at("shapes.Node").at("properties").at("children").at("items") ==
          parse(R"({"$ref":"#/components/schemas/shapes.Node"})"));
}

TEST_CASE("an empty struct takes no member") {
    boost::json::object components;
    json::schema<Nothing>(components);
    CHECK(components.at("shapes.Nothing") ==
          parse(R"({"type":"object","properties":{},"additionalProperties":false})"));
}

TEST_CASE("two types of one name are two components") {
    boost::json::object components;
    const auto one = json::schema<::Twin>(components);
    const auto other = json::schema<kontor::Twin>(components);
    CHECK(components.size() == 2);
    CHECK(one != other);
}

TEST_CASE("names of components hold only the characters that OpenAPI allows") {
    boost::json::object components;
    json::schema<Page<std::map<std::string, Page<Whole<-1, 3>>>>>(components);
    json::schema<Everything>(components);
    for (const auto& component : components)
        for (const char c : component.key())
            CHECK(
                (std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-'));
}
