#include "program.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("a shop without libvips says what to install, and when it is asked") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()},
                                  {"KONTOR_MEDIA_RENDERER", "/no/such/vips"}};
    REQUIRE_EQ(run({"migrate"}, environment).status, 0);
    for (const auto& command :
         {std::vector<std::string>{"doctor"}, std::vector<std::string>{"config", "check"}}) {
        auto arguments = command;
        arguments.insert(arguments.end(), {"--data", data.path().string()});
        const auto told = run(arguments, environment);
        CHECK_EQ(told.status, 1);
        CHECK_NE((told.out + told.err).find("libvips-tools"), std::string::npos);
    }
}

}  // namespace kontor::test
