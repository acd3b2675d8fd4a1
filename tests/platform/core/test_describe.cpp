#include "platform/core/describe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace kontor::platform;

namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Point {
    int x = 1;
    int y = 2;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

template <class T>
struct Box {
    T content;
    BOOST_DESCRIBE_CLASS(Box, (), (content), (), ())
};

struct Plain {};

}  // namespace

static_assert(Described<Point> && Described<Box<int>>);
static_assert(!Described<Plain> && !Described<int> && !Described<std::string>);
static_assert(DescribedEnum<Colour> && !DescribedEnum<int>);
static_assert(member_count<Point> == 2);

TEST_CASE("members are visited in the order of their declaration") {
    std::vector<std::string> names;
    int sum = 0;
    for_each_member<Point>([&](std::string_view name, auto member) {
        names.emplace_back(name);
        sum += Point{}.*member;
    });
    CHECK(names == std::vector<std::string>{"x", "y"});
    CHECK(sum == 3);
}

TEST_CASE("enumerators are known by their names") {
    CHECK(enum_name(Colour::green) == "green");
    CHECK(enum_from_name<Colour>("red") == Colour::red);
    CHECK_FALSE(enum_from_name<Colour>("Red"));
    CHECK_FALSE(enum_from_name<Colour>(""));
}
