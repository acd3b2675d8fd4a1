#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("12: a token in an address is none") {
    const auto member = new_member("address12");
    const auto stranger = open_shop().stranger();
    for (const std::string name :
         {"access_token", "token", "bearer_token", "authorization", "Authorization"}) {
        CHECK(stranger.get("/v1/me?" + name + "=" + member.access_token).status == 401);
        CHECK(stranger.get("/v1/me", {{"Cookie", name + "=" + member.access_token}}).status == 401);
    }
    CHECK(stranger.get("/v1/me", {{"X-Access-Token", member.access_token}}).status == 401);
}

}  // namespace kontor::test
