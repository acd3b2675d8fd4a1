#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("25: a challenge dies of the wrong codes, and takes its own account's only") {
    const CarefulMember member("wrong25");
    const CarefulMember other("other25");
    CHECK(meet(member.challenge(), other.code()).status == 401);
    CHECK(meet(other.challenge(), other.code()).status == 200);
    const auto challenge = member.challenge();
    for (int i = 0; i < 5; ++i) CHECK(meet(challenge, "000000").status == 401);
    const auto over = meet(challenge, "000000");
    CHECK(over.status == 429);
    CHECK(over.headers.contains("retry-after"));
    CHECK(meet(challenge, member.code()).status == 429);
    CHECK(meet(member.challenge(), member.code()).status == 200);
}

}  // namespace kontor::test
