#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("19: all of a long password counts") {
    const std::string password =
        "seven wet otters under a bridge in the rain, each of them with a "
        "very small umbrella, waiting for the sun";
    REQUIRE(password.size() >= 100);
    (void)new_member("whole19", password);
    CHECK(log_in("whole19@example.org", password).status == 200);
    for (const std::size_t length : {std::size_t{71}, std::size_t{72}, password.size() - 1})
        CHECK(log_in("whole19@example.org", password.substr(0, length)).status == 401);
    CHECK(log_in("whole19@example.org", password + "!").status == 401);
    auto capitals = password;
    capitals.back() = 'N';
    CHECK(log_in("whole19@example.org", capitals).status == 401);
}

}  // namespace kontor::test
