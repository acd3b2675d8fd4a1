// The types that the suites of this room read, write and describe.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/id.hpp"
#include "platform/core/time.hpp"
#include "platform/json/json.hpp"

namespace kontor::shapes {

using platform::json::Nullable;

using ProductId = platform::Id<"prod">;

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Leaf {
    std::int32_t size = 7;
    std::optional<std::string> note{};
    Nullable<Colour> colour{};
    friend bool operator==(const Leaf&, const Leaf&) = default;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (size, note, colour))

struct Everything {
    bool flag = false;
    double weight = 0;
    std::int64_t whole = 0;
    std::uint64_t large = 0;
    std::int8_t small = 0;
    std::string text;
    ProductId id;
    platform::Uuid uuid;
    platform::Time at;
    platform::Money price;
    Colour colour = Colour::red;
    platform::Text<1, 5> title;
    platform::Whole<1, 9> quantity;
    platform::EmailAddress email;
    platform::CountryCode country;
    platform::Slug slug;
    std::vector<Leaf> leaves;
    std::map<std::string, platform::json::Scalar> attributes;
    Nullable<platform::Time> gone;
    std::optional<Leaf> extra;
    friend bool operator==(const Everything&, const Everything&) = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, weight, whole, large, small, text, id, uuid, at, price, colour, title,
                       quantity, email, country, slug, leaves, attributes, gone, extra))

inline constexpr std::string_view everything = R"({
    "flag": true, "weight": 1.5, "whole": -9223372036854775808, "large": 18446744073709551615,
    "small": -128, "text": "a\"\\\n\u00e4\ud83c\udf75", "id": "prod_01h2xcejqtf2nbrexx3vqjhp41",
    "uuid": "0188bac7-4afa-78aa-bc3b-bd1eef28d881", "at": "2026-01-31T13:00:00+01:00",
    "price": {"amount": 1999, "currency": "EUR"}, "colour": "green", "title": "Größe",
    "quantity": 9, "email": "a@B.de", "country": "DE", "slug": "tea-pot",
    "leaves": [{"size": 1, "colour": null}, {"size": 2, "note": "n", "colour": "red"}],
    "attributes": {"organic": true, "grams": 250, "share": 0.1, "whole share": 3.0, "origin": "Uji"},
    "gone": null})";

template <class T>
struct Page {
    std::vector<T> data;
    Nullable<std::string> next_cursor;
    BOOST_DESCRIBE_CLASS(Page, (), (data, next_cursor), (), ())
};

struct Node {
    std::string name;
    std::vector<Node> children;
};
BOOST_DESCRIBE_STRUCT(Node, (), (name, children))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace kontor::shapes
