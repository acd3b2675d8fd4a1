#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

TEST_CASE("6: a token that is for something else is no access token") {
    const CarefulMember member("others06");
    auto& shop = open_shop();
    REQUIRE(shop.stranger()
                .post("/v1/auth/forgot-password", R"({"email":"others06@example.org"})")
                .status == 202);
    const auto reset = shop.token_for(member.email, "reset-password");
    const auto verification = shop.token_for(member.email, "verify-email");
    const auto challenge = member.challenge();
    for (const auto& token : {member.refresh_token, challenge, reset, verification})
        CHECK(me_with(token).status == 401);
    const Forger forger;
    for (const std::string type : {"JWT", "jwt", "mfa", "mfa+jwt", "refresh", "at+JWT", ""}) {
        auto header = boost::json::parse(forger.header()).as_object();
        header["typ"] = type;
        CHECK(me_with(forger.sign(boost::json::serialize(header), Forger::claims(member))).status ==
              401);
    }

    CHECK(refresh(member.access_token).status == 422);
    for (const auto& token : {challenge, reset, verification}) CHECK(refresh(token).status == 400);
    CHECK(meet(member.refresh_token, member.code()).status == 401);
}

}  // namespace kontor::test
