#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("24: a code is good once, and only about now") {
    const CarefulMember member("once24");
    CHECK(meet(member.challenge(), member.confirming_code).status == 401);
    CHECK(meet(member.challenge(), member.code(-2)).status == 401);
    CHECK(meet(member.challenge(), member.code(3)).status == 401);
    const auto challenge = member.challenge();
    const auto code = member.code();
    REQUIRE(meet(challenge, code).status == 200);
    const auto again = meet(member.challenge(), code);
    CHECK(again.status == 401);
    CHECK(again.text("/code") == "auth.wrong_code");
    CHECK(meet(member.challenge(), member.code(1)).status == 200);
}

}  // namespace kontor::test
