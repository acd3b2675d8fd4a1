#include "shapes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

using namespace kontor::platform;
using namespace kontor::shapes;

namespace {

struct Optionals {
    std::optional<int> a, b, c;
};
BOOST_DESCRIBE_STRUCT(Optionals, (), (a, b, c))

// A small generator, so that a failure comes again.
class Dice {
public:
    std::uint64_t roll() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

private:
    std::uint64_t state_ = 88172645463325252;
};

}  // namespace

TEST_CASE("what is written is read back the same") {
    const auto first = json::read<Everything>(everything).value();
    const auto text = json::write(first);
    CHECK(json::read<Everything>(text).value() == first);
    CHECK(json::write(json::read<Everything>(text).value()) == text);
}

TEST_CASE("members stand in the order of their declaration, and empty optionals are left out") {
    CHECK(json::write(Leaf{}) == R"({"size":7,"colour":null})");
    CHECK(json::write(Leaf{1, "n", {Colour::red}}) == R"({"size":1,"note":"n","colour":"red"})");
    CHECK(json::write(Nothing{}) == "{}");
    CHECK(json::write(Money{-1, *Currency::parse("EUR")}) == R"({"amount":-1,"currency":"EUR"})");
    CHECK(json::write(Page<Leaf>{{{}}, {"x"}}) ==
          R"({"data":[{"size":7,"colour":null}],"next_cursor":"x"})");
    CHECK(json::write(std::vector<std::optional<int>>{1, {}}) == "[1,null]");
}

TEST_CASE("an optional first member that is left out leaves no comma behind") {
    CHECK(json::write(Optionals{}) == "{}");
    CHECK(json::write(Optionals{{}, 2, {}}) == R"({"b":2})");
    CHECK(json::write(Optionals{1, {}, 3}) == R"({"a":1,"c":3})");
}

TEST_CASE("a variant is written as what it holds") {
    using Either = std::variant<Leaf, Money>;
    CHECK(json::write(std::vector<Either>{Leaf{}, Money{}}) ==
          R"([{"size":7,"colour":null},{"amount":0,"currency":"XXX"}])");
    CHECK(json::write(DetailValue(std::vector<std::string>{"a"})) == R"(["a"])");
    CHECK(json::write(std::map<std::string, json::Scalar>{{"a", true}, {"b", 3.0}}) ==
          R"({"a":true,"b":3.0})");
}

TEST_CASE("text is escaped where JSON asks for it, and reads back for every character") {
    CHECK(json::write(std::string("\"\\\n\r\t\x01\x1f/ä\x7f")) ==
          "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f/ä\x7f\"");
    CHECK(json::write(std::string()) == "\"\"");
    CHECK(json::write(std::map<std::string, int>{{"a\"b", 1}}) == R"({"a\"b":1})");
    for (char c = 1; c < 127; ++c) {
        const std::string text{'x', c, c, 'y'};
        CHECK(json::read<std::string>(json::write(text)).value() == text);
    }
}

TEST_CASE("numbers are written whole") {
    CHECK(json::write(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(json::write(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(json::write(std::int8_t{-5}) == "-5");
    CHECK(json::write(std::uint8_t{200}) == "200");
}

TEST_CASE("fractions are written shortest and valid") {
    CHECK(json::write(0.1) == "0.1");
    CHECK(json::write(3.0) == "3.0");
    CHECK(json::write(-0.0) == "-0.0");
    CHECK(json::write(1e300) == "1e+300");
    CHECK_THROWS_AS(json::write(std::numeric_limits<double>::infinity()), std::domain_error);
    CHECK_THROWS_AS(json::write(std::nan("")), std::domain_error);
}

TEST_CASE("any finite double and any whole number read back exactly") {
    Dice dice;
    for (int i = 0; i < 20'000; ++i) {
        const auto bits = dice.roll();
        const auto whole = static_cast<std::int64_t>(bits);
        CHECK(json::read<std::int64_t>(json::write(whole)).value() == whole);
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        if (std::isfinite(number)) CHECK(json::read<double>(json::write(number)).value() == number);
    }
}

TEST_CASE("any leaf reads back the same") {
    Dice dice;
    const std::string characters[] = {"a", "\"", "\\", "\n", "ä", "🍵", "\x01", "/"};
    for (int i = 0; i < 2000; ++i) {
        Leaf leaf{static_cast<std::int32_t>(dice.roll()), {}, {}};
        if (dice.roll() % 2) leaf.colour.value = dice.roll() % 2 ? Colour::red : Colour::green;
        if (dice.roll() % 3) {
            leaf.note.emplace();
            for (auto left = dice.roll() % 20; left > 0; --left)
                *leaf.note += characters[dice.roll() % std::size(characters)];
        }
        CHECK(json::read<Leaf>(json::write(leaf)).value() == leaf);
    }
}

TEST_CASE("trees are written as they are") {
    const auto tree =
        json::read<boost::json::value>(R"({"a":[1,"x",null,true,{"b":1.5}]})").value();
    CHECK(json::read<boost::json::value>(json::write(tree)).value() == tree);
    CHECK(json::write(boost::json::object{{"a", 1}}) == R"({"a":1})");
}
