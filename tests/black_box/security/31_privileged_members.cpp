#include "belongings.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("31: nobody raises themselves by a member that their profile does not take") {
    const Belongings abe("abe31@example.org");
    const auto before = abe.probe.get("/v1/me").body;
    for (const std::string smuggled :
         {R"("role":"admin")", R"("email_verified":true)",
          R"("balance":{"amount":100000,"currency":"EUR"})", R"("store_credit":1)",
          R"("id":"user_00000000000000000000000000")", R"("email":"admin@example.org")",
          R"("permissions":["orders.write"])", R"("groups":["group_00000000000000000000000000"])",
          R"("created_at":"2000-01-01T00:00:00.000Z")", R"("password":"another canal")",
          R"("password_hash":"x")", R"("is_admin":true)", R"("__proto__":{"role":"admin"})",
          R"("Role":"admin")"}) {
        const auto answer = abe.probe.patch("/v1/me", R"({"name":"Abe",)" + smuggled + "}");
        INFO(smuggled << " " << answer.body);
        CHECK(answer.status == 422);
        CHECK(answer.headers.at("content-type") == "application/problem+json");
        CHECK(answer.text("/errors/0/code") == "unknown_field");
        CHECK(abe.probe.get("/v1/me").body == before);
    }
    CHECK(abe.probe.patch("/v1/me", R"({"name":"Abe"})").text("/name") == "Abe");
}

TEST_CASE("31: nobody registers as more than a customer") {
    for (const std::string smuggled :
         {R"("role":"admin")", R"("email_verified":true)", R"("permissions":["orders.write"])",
          R"("id":"user_00000000000000000000000000")"}) {
        const auto answer = open_shop().stranger().post(
            "/v1/auth/register",
            R"({"email":"riser31@example.org","password":"a quiet canal",)" + smuggled + "}");
        INFO(smuggled << " " << answer.body);
        CHECK(answer.status == 422);
    }
    const auto registered = open_shop().stranger().post(
        "/v1/auth/register", R"({"email":"riser31@example.org","password":"a quiet canal"})");
    REQUIRE(registered.status == 201);
    CHECK(registered.text("/user/role") == "customer");
}

TEST_CASE("31: nobody gives an address or a wish to somebody else") {
    Belongings abe("abe31b@example.org");
    abe.acquire();
    const auto path = "/v1/me/addresses/" + abe.ids.at("addr");
    for (const std::string smuggled :
         {R"({"customer":"user_00000000000000000000000000"})",
          R"({"id":"addr_00000000000000000000000000"})", R"({"address":{"customer":"x"}})"})
        CHECK(abe.probe.patch(path, smuggled).status == 422);
    CHECK(abe.probe
              .post("/v1/me/wish-list",
                    R"({"product_id":"prod_00000000000000000000000000","customer":"x"})")
              .status == 422);
    CHECK(abe.probe
              .send("PUT", "/v1/me/consents/terms",
                    R"({"granted":true,"text_version":"1","actor":"staff"})")
              .status == 422);
}

}  // namespace kontor::test
