#include "survey.hpp"

#include <doctest/doctest.h>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json/serialize.hpp>

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

}  // namespace

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
