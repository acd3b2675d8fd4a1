#include "survey.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

const std::string stale = "\"of-another-state\"";

// Files, which the survey has none of, and the page behind a link in a letter.
const std::set<std::string> not_there{"show_picture", "get_media", "show_shipping_label",
                                      "show_return_label", "ask_to_unsubscribe"};
// Tells when it was made: never the same twice.
const std::set<std::string> of_the_moment{"export_me"};

bool is_json(const Answer& answer) {
    const auto type = answer.headers.find("content-type");
    return type != answer.headers.end() && type->second.starts_with("application/json");
}

const Operation* reading(const Survey& survey, const std::string& path) {
    for (const auto& operation : survey.operations())
        if (operation.method == "GET" && operation.path == path) return &operation;
    return nullptr;
}

}  // namespace

TEST_CASE("38: a change of what is no longer as it was seen is refused, wherever one may say so") {
    const auto& survey = Survey::shared();
    std::size_t tried = 0;
    for (const auto& operation : survey.operations()) {
        if (!operation.takes("If-Match")) continue;
        const auto path = survey.path_of(operation);
        const auto& caller = survey.entitled(operation);
        const auto* read = reading(survey, operation.path);
        const auto before = read ? caller.get(path) : Answer{};
        for (const auto& tag :
             {stale, "W/" + stale, stale + ", \"another\"", std::string("\"\"")}) {
            const auto answer = Survey::send(caller, operation, path, survey.body_of(operation),
                                             {{"If-Match", tag}});
            INFO(operation.id << " " << path << " " << survey.body_of(operation) << " -> "
                              << answer.body);
            CHECK(answer.status == 412);
            CHECK(answer.text("/code") == "http.precondition_failed");
        }
        if (read) CHECK(caller.get(path).body == before.body);
        ++tried;
    }
    CHECK(tried > 20);
}

TEST_CASE("38: a change of what is as it was seen is made") {
    const auto& survey = Survey::shared();
    std::size_t tried = 0;
    for (const auto& operation : survey.operations()) {
        const auto* read = reading(survey, operation.path);
        if (!operation.takes("If-Match") || operation.method == "DELETE" || read == nullptr)
            continue;
        const auto path = survey.path_of(operation);
        const auto& caller = survey.entitled(operation);
        const auto seen = caller.get(path);
        INFO(operation.id << " " << path << " -> " << seen.body);
        REQUIRE(seen.status == 200);
        const auto answer = Survey::send(caller, operation, path, survey.body_of(operation),
                                         {{"If-Match", seen.headers.at("etag")}});
        INFO(answer.body);
        CHECK(answer.status != 412);
        ++tried;
    }
    CHECK(tried > 8);
}

TEST_CASE("38: what was seen is not sent again, by every address that has a name for its state") {
    const auto& survey = Survey::shared();
    std::size_t tried = 0;
    for (const auto& operation : survey.operations()) {
        if (operation.method != "GET") continue;
        const auto path = survey.path_of(operation);
        const auto& caller = survey.entitled(operation);
        const auto seen = caller.get(path);
        INFO(operation.id << " " << path << " -> " << seen.status << " "
                          << seen.body.substr(0, 300));
        if (seen.status >= 300 && seen.status < 400) continue;
        CHECK((seen.status == 200) != not_there.contains(operation.id));
        if (seen.status != 200) continue;
        CHECK((!is_json(seen) || seen.headers.contains("etag")));
        CHECK((!seen.headers.contains("etag") || operation.takes("If-None-Match")));
        if (!seen.headers.contains("etag") || of_the_moment.contains(operation.id)) continue;
        ++tried;
        const auto etag = seen.headers.at("etag");
        for (const auto& tag : {etag, "W/" + etag, stale + ", " + etag, std::string("*")}) {
            const auto again = caller.get(path, {{"If-None-Match", tag}});
            CHECK(again.status == 304);
            CHECK(again.body.empty());
        }
        CHECK(caller.get(path, {{"If-None-Match", stale}}).status == 200);
    }
    CHECK(tried > 80);
}

}  // namespace kontor::test
