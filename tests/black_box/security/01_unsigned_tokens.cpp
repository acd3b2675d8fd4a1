#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("1: a token without a signature signs nobody in") {
    const auto member = new_member("unsigned01");
    const Forger forger;
    REQUIRE(me_with(forger.sign(forger.header(), Forger::claims(member))).status == 200);
    const auto claims = Forger::encode(Forger::claims(member));
    for (const std::string algorithm : {"none", "None", "NONE", "nOnE", ""})
        for (const std::string signature : {"", "x", "e30"}) {
            const auto header = R"({"alg":")" + algorithm + R"(","typ":"at+jwt"})";
            CHECK(me_with(Forger::encode(header) + '.' + claims + '.' + signature).status == 401);
        }
    const auto whole = member.access_token;
    CHECK(me_with(whole.substr(0, whole.rfind('.') + 1)).status == 401);
    CHECK(me_with(whole.substr(0, whole.rfind('.'))).status == 401);
}

}  // namespace kontor::test
