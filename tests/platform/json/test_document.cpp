#include "platform/json/json.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;

namespace {

using boost::json::value;
using namespace std::string_view_literals;

std::string refusal(std::string_view text) {
    const auto read = json::read<value>(text);
    if (read) return "";
    CHECK(read.error().kind == ErrorKind::malformed);
    CHECK(read.error().code == "json.malformed");
    return read.error().message;
}

std::string repeat(std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
}

}  // namespace

TEST_CASE("JSON that is well formed is read") {
    for (const auto text :
         {"null"sv, " true "sv, "[]"sv, "{}"sv, "0"sv, "-0"sv, "1.5e3"sv, "\"\""sv,
          "{\"a\":[1,{\"b\":null}]}"sv, "\"\\ud83c\\udf75\""sv, "{\"\":1}"sv, "\"\\\\u0000\""sv})
        CHECK_MESSAGE(refusal(text) == "", text);
}

TEST_CASE("JSON that is malformed is refused with its place") {
    CHECK(refusal("{\"a\": tru}") == "This is not valid JSON at byte 6: syntax error.");
    CHECK(refusal("") == "This is not valid JSON at byte 0: the text ends too early.");
    CHECK(refusal("[1,") == "This is not valid JSON at byte 3: the text ends too early.");
    CHECK(refusal("1 2") == "This is not valid JSON at byte 2: something follows the value.");
    for (const auto text : {"{"sv,
                            "[1,]"sv,
                            "{\"a\":1,}"sv,
                            "{a:1}"sv,
                            "'a'"sv,
                            "01"sv,
                            "1."sv,
                            ".5"sv,
                            "+1"sv,
                            "-"sv,
                            "NaN"sv,
                            "Infinity"sv,
                            "// a\n1"sv,
                            "\"\n\""sv,
                            "\"\\x\""sv,
                            "\"a"sv,
                            "\xef\xbb\xbf{}"sv,
                            "1\0"sv,
                            "\0"sv,
                            "nul"sv,
                            "{\"a\" 1}"sv,
                            "[1}"sv,
                            "]"sv})
        CHECK_MESSAGE(refusal(text) != "", text);
}

TEST_CASE("a member that stands twice is refused") {
    CHECK(refusal("{\"a\":1,\"b\":2,\"a\":3}").find("\"a\" twice") != std::string::npos);
    CHECK(refusal("[{\"x\":{\"a\":1,\"\\u0061\":2}}]").find("\"a\" twice") != std::string::npos);
    CHECK(refusal("{\"\":1,\"\":2}") != "");
    CHECK(refusal("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}") == "");
    const auto key = repeat("long", 2000);
    CHECK(refusal("{\"" + key + "\":1,\"" + key + "\":1}") != "");
    CHECK(refusal("{\"" + key + "\":1,\"" + key + "x\":1}") == "");
}

TEST_CASE("the character NUL is refused in strings and in names") {
    CHECK(refusal("\"a\\u0000b\"").find("\\u0000") != std::string::npos);
    CHECK(refusal("{\"\\u0000\":1}") != "");
    CHECK(refusal("\"" + repeat("x", 10'000) + "\\u0000\"") != "");
    CHECK(refusal("\"a\0b\""sv) != "");
}

TEST_CASE("numbers that would lose their value are refused") {
    CHECK(refusal("18446744073709551615") == "");
    CHECK(refusal("-9223372036854775808") == "");
    CHECK(refusal("{\"a\":" + repeat("9", 400) + "}").find("too large") != std::string::npos);
    CHECK(refusal("1e400").find("too large") != std::string::npos);
    CHECK(refusal("[-1e400]") != "");
    CHECK(refusal("1e99999999999999999999") != "");
    CHECK(refusal("1.7976931348623157e308") == "");
    CHECK(refusal("1e-400") == "");
    CHECK(json::read<double>("1e-400").value() == 0);
}

TEST_CASE("a whole number beyond 64 bits is a double, and no whole number of the program") {
    CHECK(json::read<double>("100000000000000000000").value() == 1e20);
    CHECK(json::read<double>("-9223372036854775809").value() == -0x1p63);
    CHECK(json::read<double>("1" + repeat("0", 308)).value() == 1e308);
    for (const auto* number : {"18446744073709551616", "1e300", "-9223372036854775809"}) {
        CHECK(json::read<std::int64_t>(number).error().problems.at(0).code == "range");
        CHECK(json::read<std::uint64_t>(number).error().problems.at(0).code == "range");
    }
}

TEST_CASE("lone surrogates and text that is not UTF-8 are refused") {
    for (const auto text : {"\"\\ud800\""sv, "\"\\udc00\""sv, "\"\\ud800\\ud800\""sv,
                            "\"\\ud800x\""sv, "\"\xff\""sv, "\"\xc3\""sv, "\"\xc0\xaf\""sv,
                            "\"\xed\xa0\x80\""sv, "\"\xf4\x90\x80\x80\""sv, "{\"\xff\":1}"sv})
        CHECK_MESSAGE(refusal(text) != "", text);
}

TEST_CASE("values are nested at most 32 levels deep") {
    CHECK(refusal(repeat("[", 32) + repeat("]", 32)) == "");
    CHECK(refusal(repeat("[", 33) + repeat("]", 33)).find("deeper than 32") != std::string::npos);
    CHECK(refusal(repeat("[", 10'000)) != "");
    CHECK(refusal(repeat("{\"a\":", 10'000) + "1" + repeat("}", 10'000)) != "");
}

TEST_CASE("every prefix of a document is refused and every change of a byte is survived") {
    const std::string text =
        R"({"a":[1,-2.5e-3,true,null,"\u00e4\ud83c\udf75ä"],"b":{"c":18446744073709551615,"d":""}})";
    REQUIRE(refusal(text) == "");
    for (std::size_t length = 0; length < text.size(); ++length)
        CHECK(refusal(std::string_view(text).substr(0, length)) != "");
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (int byte = 0; byte < 256; ++byte) {
            auto changed = text;
            changed[i] = static_cast<char>(byte);
            const auto read = json::read<value>(changed);
            if (read) CHECK(json::read<value>(json::write(*read)).has_value());
        }
    }
}

TEST_CASE("an object of very many members is read, and its one repetition found") {
    std::string members;
    for (int i = 0; i < 50'000; ++i) members += "\"k" + std::to_string(i) + "\":1,";
    CHECK(refusal("{" + members + "\"last\":1}") == "");
    CHECK(refusal("{" + members + "\"k777\":1}").find("\"k777\" twice") != std::string::npos);
}
