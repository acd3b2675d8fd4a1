#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("14: who forgot a password is answered the same for every address") {
    const auto stranger = open_shop().stranger();
    REQUIRE(stranger
                .post("/v1/auth/register",
                      R"({"email":"known14@example.org","password":"a quiet canal"})")
                .status == 201);
    const auto ask = [&](const std::string& email) {
        return stranger.post("/v1/auth/forgot-password", R"({"email":")" + email + R"("})");
    };
    const auto known = ask("known14@example.org");
    const auto unknown = ask("unknown14@example.org");
    CHECK(known.status == 202);
    CHECK(unknown.status == 202);
    CHECK(known.body == unknown.body);
    CHECK(known.headers.size() == unknown.headers.size());
}

}  // namespace kontor::test
