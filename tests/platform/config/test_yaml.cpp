#include "yaml.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <tuple>

using namespace kontor::platform;

namespace {

std::string as_json(const std::string& yaml) {
    return boost::json::serialize(parse_yaml(yaml));
}

std::tuple<std::string, int, int> complaint(const std::string& yaml) {
    try {
        parse_yaml(yaml);
    } catch (const YamlError& error) {
        return {error.what(), error.line(), error.column()};
    }
    return {};
}

}  // namespace

TEST_CASE("plain scalars are typed as YAML 1.2's core schema says") {
    CHECK(as_json("[true, True, false, FALSE]") == "[true,true,false,false]");
    CHECK(as_json("[no, yes, on, off, y]") == R"(["no","yes","on","off","y"])");
    CHECK(as_json("[10, 010, -3, +4, 0o17, 0x1F]") == "[10,10,-3,4,15,31]");
    CHECK(as_json("[1:20, 1_000, 0b1, +-3, 1.2.3, 2026-01-31, inf, nan, .inf, 0x, '']") ==
          R"(["1:20","1_000","0b1","+-3","1.2.3","2026-01-31","inf","nan",".inf","0x",""])");
    CHECK(parse_yaml("[1.5, .5, 1e3, -2.5E-1]") == boost::json::parse("[1.5, 0.5, 1e3, -0.25]"));
    CHECK(as_json("[~, null, Null, ]") == "[null,null,null]");
    CHECK(as_json("[9223372036854775807]") == "[9223372036854775807]");
    CHECK(as_json("[9223372036854775808]") == R"(["9223372036854775808"])");
}

TEST_CASE("quoted scalars and blocks are text") {
    CHECK(as_json(R"(["true", '10', "null", '', !!str 5])") == R"(["true","10","null","","5"])");
    CHECK(as_json("a: |\n  10\n") == R"({"a":"10\n"})");
}

TEST_CASE("maps and lists nest") {
    CHECK(as_json("http:\n  port: 80\n  hosts: [a, b]\n") ==
          R"({"http":{"port":80,"hosts":["a","b"]}})");
    CHECK(as_json("") == "null");
    CHECK(as_json("# nothing\n") == "null");
}

TEST_CASE("a key that stands twice is refused where it stands the second time") {
    const auto [what, line, column] = complaint("a: 1\nb:\n  c: 1\n  c: 2\n");
    CHECK(what == "the key c stands here a second time");
    CHECK(line == 4);
    CHECK(column == 3);
}

TEST_CASE("what is no YAML is refused with its place") {
    const auto [what, line, column] = complaint("a: 1\nb: [1, 2\n");
    CHECK_FALSE(what.empty());
    CHECK(line >= 2);
    CHECK(column >= 1);
    CHECK(std::get<1>(complaint("a: *unknown")) == 1);
    CHECK(std::get<1>(complaint("a: !!binary aGk=")) == 1);
    CHECK(std::get<1>(complaint("[1]: 2")) == 1);
    CHECK(std::get<1>(complaint("a: 1\n---\nb: 2\n")) >= 2);
    CHECK(std::get<1>(complaint(std::string(50, '[') + std::string(50, ']'))) == 1);
}
