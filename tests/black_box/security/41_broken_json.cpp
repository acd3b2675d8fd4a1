#include "survey.hpp"

#include <doctest/doctest.h>
#include <time.h>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <limits>

namespace kontor::test {

namespace {

namespace bj = boost::json;

const std::string here = "\"@@here@@\"";

// The whole body with a mark in the place of one member's value.
std::string marked(const Survey& survey, const Operation& operation, std::string& member) {
    auto example = survey.contract().whole_example(
        *operation.body, [&](const std::string& prefix) { return survey.id_of(prefix); });
    if (!example.is_object() || example.as_object().empty()) return R"({"x":)" + here + "}";
    auto& object = example.as_object();
    member = std::string(object.begin()->key());
    object.begin()->value() = "@@here@@";
    return bj::serialize(example);
}

std::string with(const std::string& body, const std::string& value) {
    return boost::replace_first_copy(body, here, value);
}

// Bodies of which none is JSON that the shop takes.
std::vector<std::string> broken(const Survey& survey, const Operation& operation) {
    std::string member = "x";
    const auto body = marked(survey, operation, member);
    const std::string depth(10'000, '[');
    const std::string closed(10'000, ']');
    std::string objects;
    for (int level = 0; level < 10'000; ++level) objects += R"({")" + member + R"(":)";
    return {with(body, depth + closed),
            depth,
            objects + "1" + std::string(10'000, '}'),
            with(body, here + R"(,")" + member + R"(":)" + here),
            with(body, R"(1,"\u0078":2,"x":3)"),
            with(body, "1e400"),
            with(body, "-1e400"),
            with(body, "NaN"),
            with(body, R"("\ud800")"),
            with(body, R"("\udc00\ud800")"),
            with(body, R"("\u0000")"),
            with(body, std::string("\"\0\"", 3)),
            with(body, "\"\xff\""),
            with(body, "\"\xc0\xaf\""),
            with(body, "\"\xed\xa0\x80\""),
            with(body, "\"\xf4\x90\x80\x80\""),
            R"({"\ud800":1})",
            R"({"\u0000":1})",
            "{\"\xff\":1}",
            "\xef\xbb\xbf" + body,
            body + body,
            body.substr(0, body.size() - 1),
            "{\"a\":1,}",
            "{'a':1}",
            "//\n" + body,
            std::string(1, '\0')};
}

constexpr std::size_t longest = 1 << 20;

// As long as a body may be, between the two ends.
std::string long_body(const std::string& begin, const std::string& part, const std::string& end) {
    std::string body = begin;
    while (body.size() + part.size() + end.size() <= longest) body += part;
    return body + end;
}

// As long, with every member of its own.
std::string many_members(const std::string& end) {
    std::string body = "{";
    for (int i = 0; body.size() + 20 + end.size() <= longest; ++i)
        body += '"' + std::to_string(i) + "\":1,";
    return body + end;
}

const std::vector<std::string>& well_formed() {
    static const std::vector<std::string> bodies{
        long_body(R"({"x":")", "x", "\"}"), long_body("{\"x\":[1", ",1", "]}"),
        long_body(R"({"x":[{})", ",{}", "]}"), many_members("\"x\":1}")};
    return bodies;
}

const std::vector<std::string>& as_long_and_broken() {
    static const std::vector<std::string> bodies{
        std::string(longest, '['),
        std::string(longest / 2, '[') + std::string(longest / 2, ']'),
        long_body("", R"({"x":)", ""),
        long_body(R"({"x":")", "x", "\xff\"}"),
        long_body(R"({"x":")", R"(\ud800)", "\"}"),
        long_body(R"({"x":")", R"(\u0000)", "\"}"),
        long_body(R"({"x":")", R"(\")", ""),
        long_body(R"({"x":1)", "0", "e400}"),
        long_body(R"({"x":0.)", "0", "x}"),
        long_body("{\"x\":[1", ",1", ",]}"),
        long_body(R"({"x":1)", R"(,"x":1)", "}"),
        many_members(R"("0":1})"),
        long_body("", " ", ""),
        std::string(longest, '\0'),
        std::string(longest, '\x80')};
    return bodies;
}

// What the shop works, on all its threads.
double worked() {
    clockid_t clock{};
    REQUIRE(clock_getcpuclockid(open_shop().process(), &clock) == 0);
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// For one such body, whatever else it does meanwhile.
double work_for(const std::string& body) {
    const auto stranger = open_shop().stranger();
    auto least = std::numeric_limits<double>::max();
    for (int i = 0; i < 3; ++i) {
        const auto before = worked();
        const auto answer = stranger.post("/v1/carts", body);
        least = std::min(least, worked() - before);
        CHECK((answer.status == 400 || answer.status == 422));
    }
    return least;
}

}  // namespace

TEST_CASE("41: what is broken costs the shop no more work than what is well-formed and as long") {
    double most = 0;
    for (const auto& body : well_formed()) most = std::max(most, work_for(body));
    REQUIRE(most > 0);
    for (const auto& body : as_long_and_broken()) {
        CAPTURE(body.substr(0, 40));
        CHECK(work_for(body) < 2 * most);
    }
}

TEST_CASE("41: JSON that readers could take for different things is refused by every address") {
    const auto& survey = Survey::shared();
    std::size_t tried = 0;
    for (const auto& operation : survey.operations()) {
        if (operation.body == nullptr) continue;
        ++tried;
        const auto path = survey.path_of(operation);
        for (const auto& body : broken(survey, operation)) {
            const auto answer = Survey::send(survey.entitled(operation), operation, path, body);
            INFO(operation.method << " " << path << " " << body.substr(0, 200) << " -> "
                                  << answer.status << " " << answer.body);
            CHECK((answer.status == 400 || answer.status == 422));
            CHECK(answer.headers.at("content-type") == "application/problem+json");
        }
    }
    CHECK(tried > 90);
}

}  // namespace kontor::test
