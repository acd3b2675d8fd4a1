#include "program.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

std::string new_key() {
    auto key = run({"keys", "make"}).out;
    key.pop_back();
    return key;
}

}  // namespace

TEST_CASE("a database of one's own needs a key, and goes on with no other one") {
    TestDatabase database;
    const auto look = [&](const std::string& keys) {
        return run({"doctor"},
                   {{"KONTOR_DATABASE_DSN", database.dsn()}, {"KONTOR_SEALING_KEYS", keys}});
    };
    const auto without = look("");
    CHECK(without.status == 1);
    CHECK(without.err.find("kontor keys make") != std::string::npos);
    CHECK(look("nonsense").status == 1);

    const auto first = new_key();
    const auto second = new_key();
    CHECK(first != second);
    CHECK(look(first).status == 0);
    const auto with_another = look(second);
    CHECK(with_another.status == 1);
    CHECK(with_another.err.find("sealed under the key " + first.substr(0, first.find(':'))) !=
          std::string::npos);
    CHECK(with_another.err.find(first.substr(first.find(':'))) == std::string::npos);

    const auto both = second + "," + first;
    CHECK(look(both).status == 0);
    const auto sealed = run({"keys", "reseal"}, {{"KONTOR_DATABASE_DSN", database.dsn()},
                                                 {"KONTOR_SEALING_KEYS", both}});
    CHECK(sealed.status == 0);
    CHECK(sealed.out.find("all under the key " + second.substr(0, second.find(':'))) !=
          std::string::npos);
    CHECK(look(second).status == 0);
    CHECK(look(first).status == 1);
}

}  // namespace kontor::test
