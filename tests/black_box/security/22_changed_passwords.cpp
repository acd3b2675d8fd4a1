#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("22: a password is changed with the one before, and ends the other sessions") {
    auto here = open_shop().stranger();
    auto there = open_shop().stranger();
    const std::string credentials = R"({"email":"owner22@example.org","password":"a quiet canal"})";
    const auto registered = here.post("/v1/auth/register", credentials);
    REQUIRE(registered.status == 201);
    here.always_send("Authorization", "Bearer " + registered.text("/access_token"));
    const auto signed_in = there.post("/v1/auth/login", credentials);
    there.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    REQUIRE(there.get("/v1/me").status == 200);

    const auto change = [&](const std::string& body) {
        return here.post("/v1/me/password", body).status;
    };
    CHECK(change(R"({"password":"a louder river"})") == 422);
    CHECK(change(R"({"current_password":"a guess","password":"a louder river"})") == 403);
    CHECK(there.get("/v1/me").status == 200);
    CHECK(change(R"({"current_password":"a quiet canal","password":"a louder river"})") == 204);
    CHECK(there.get("/v1/me").status == 401);
    CHECK(there
              .post("/v1/auth/refresh",
                    R"({"refresh_token":")" + signed_in.text("/refresh_token") + R"("})")
              .status == 400);
    CHECK(here.get("/v1/me").status == 200);
}

}  // namespace kontor::test
