#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("23: with a second factor the password alone opens nothing") {
    const CarefulMember member("factor23");
    const auto asked = log_in(member.email);
    CHECK(asked.status == 403);
    CHECK(asked.text("/code") == "mfa_required");
    CHECK(asked.body.find("access_token") == std::string::npos);
    CHECK(asked.body.find("refresh_token") == std::string::npos);
    const auto challenge = asked.text("/mfa_token");
    CHECK(me_with(challenge).status == 401);
    CHECK(log_in(member.email, "not the password").text("/code") == "invalid_credentials");
    const auto met = meet(challenge, member.code());
    REQUIRE(met.status == 200);
    CHECK(me_with(met.text("/access_token")).status == 200);
    CHECK(meet(challenge, member.code(1)).status == 401);
}

}  // namespace kontor::test
