#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("17: a password that anybody would try, or that names the shop, is refused") {
    for (const std::string password :
         {"password", "Password1", "12345678", "qwertyuiop", "trustno1", "1qaz2wsx", "iloveyou1",
          "mailcreated5240", "SAMANTHA1", "p@ssw0rd", "football", "kontor-kunde", "my KONTOR shop",
          "K o n t o r 2026"}) {
        const auto refused = register_member("common17@example.org", password);
        CHECK_MESSAGE(refused.status == 422, password);
        const auto code = refused.text("/errors/0/code");
        CHECK((code == "too_common" || code == "names_shop"));
    }
    CHECK(register_member("common17@example.org", "a quiet canal").status == 201);
}

}  // namespace kontor::test
