#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("10: a refresh token shown twice was copied, and ends its whole family") {
    const auto member = new_member("reused10");
    const auto second = refresh(member.refresh_token);
    REQUIRE(second.status == 200);
    const auto third = refresh(second.text("/refresh_token"));
    REQUIRE(third.status == 200);
    const auto replayed = refresh(member.refresh_token);
    CHECK(replayed.status == 400);
    CHECK(replayed.text("/code") == "invalid_grant");
    CHECK(refresh(third.text("/refresh_token")).status == 400);
    CHECK(me_with(third.text("/access_token")).status == 401);
    CHECK(log_in(member.email).status == 200);
}

}  // namespace kontor::test
