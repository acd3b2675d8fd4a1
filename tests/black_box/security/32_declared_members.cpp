#include "answers.hpp"
#include "survey.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

// What the survey has none of: files, the page behind a link in a letter.
const std::set<std::string> not_there{"show_picture", "get_media", "show_shipping_label",
                                      "show_return_label", "ask_to_unsubscribe"};

}  // namespace

TEST_CASE("32: whatever is read has the members that its contract declares, and no other") {
    const auto& survey = Survey::shared();
    for (const auto& operation : survey.operations()) {
        if (operation.method != "GET" || operation.answers.empty()) continue;
        const auto path = survey.path_of(operation);
        for (const auto& probe : {open_shop().stranger(), survey.other(), survey.owner()})
            Survey::send(probe, operation, path, "");
        const auto answer = Survey::send(survey.entitled(operation), operation, path, "");
        INFO(operation.id << " " << path << " -> " << answer.body.substr(0, 300));
        CHECK((answer.status == 200) != not_there.contains(operation.id));
    }
}

}  // namespace kontor::test
