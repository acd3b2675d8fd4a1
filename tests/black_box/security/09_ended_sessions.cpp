#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("9: an access token is good no longer when its session has ended") {
    const auto member = new_member("ended09");
    CHECK(me_with(member.access_token).status == 200);
    CHECK(open_shop()
              .stranger()
              .post("/v1/auth/logout", R"({"refresh_token":")" + member.refresh_token + R"("})")
              .status == 204);
    CHECK(me_with(member.access_token).status == 401);
}

TEST_CASE("9: a new password, a reset and a second factor end the sessions elsewhere at once") {
    const auto here = new_member("ends09");
    const auto elsewhere = [&](const std::string& password) {
        const auto there = log_in("ends09@example.org", password).text("/access_token");
        CHECK(me_with(there).status == 200);
        return there;
    };
    const auto before_change = elsewhere(member_password);
    REQUIRE(here.probe
                .post("/v1/me/password",
                      R"({"current_password":"a quiet canal","password":"a louder river"})")
                .status == 204);
    CHECK(me_with(before_change).status == 401);

    const auto before_factor = elsewhere("a louder river");
    const auto begun = here.probe.post("/v1/me/mfa", R"({"current_password":"a louder river"})");
    REQUIRE(here.probe
                .post("/v1/me/mfa/confirm",
                      R"({"code":")" + app_code(begun.text("/setup_key")) + R"("})")
                .status == 200);
    CHECK(me_with(before_factor).status == 401);
    CHECK(me_with(here.access_token).status == 200);

    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/forgot-password", R"({"email":"ends09@example.org"})")
                .status == 202);
    const auto token = open_shop().token_for(here.email, "reset-password");
    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/reset-password",
                      R"({"token":")" + token + R"(","password":"a third stream"})")
                .status == 204);
    CHECK(me_with(here.access_token).status == 401);
}

}  // namespace kontor::test
