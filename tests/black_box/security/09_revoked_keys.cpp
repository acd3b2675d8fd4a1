#include "keys.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

int orders_with(const std::string& key) {
    return open_shop().stranger().get("/v1/admin/orders?limit=1", bearing(key)).status;
}

}  // namespace

TEST_CASE("9: an API key is good no longer when it was revoked, over HTTP or by the operator") {
    const auto key = new_key(R"("secret","scopes":["orders.read"])");
    CHECK(orders_with(key.secret) == 200);
    REQUIRE(open_shop().staff().send("DELETE", "/v1/admin/api-keys/" + key.id).status == 204);
    CHECK(orders_with(key.secret) == 401);

    const auto made = open_shop().run_command(
        {"--json", "api-keys", "make", "--name", "nightly", "--scope", "orders.read"});
    REQUIRE(made.status == 0);
    const auto printed = boost::json::parse(made.out);
    const std::string secret(printed.at("secret").as_string());
    CHECK(eventually([&] { return orders_with(secret) == 200; }));
    const auto listed = open_shop().run_command({"api-keys", "list"});
    CHECK(listed.out.find("nightly") != std::string::npos);
    CHECK(listed.out.find(secret) == std::string::npos);
    const std::string id(printed.at("key").at("id").as_string());
    REQUIRE(open_shop().run_command({"api-keys", "revoke", id}).status == 0);
    CHECK(eventually([&] { return orders_with(secret) == 401; }));
    CHECK(open_shop().run_command({"api-keys", "revoke", "key_nonsense"}).status == 1);
}

TEST_CASE("9: an API key is good no longer than its maker, and as long again as they are") {
    const std::string password = "a lantern in the fog";
    REQUIRE(open_shop().create_user("maker09@example.org", "admin", password).status == 0);
    const auto maker = log_in("maker09@example.org", password);
    REQUIRE(maker.status == 200);
    const auto made = open_shop().stranger().post(
        "/v1/admin/api-keys", R"({"name":"robot","kind":"secret","scopes":["orders.read"]})",
        bearing(maker.text("/access_token")));
    REQUIRE(made.status == 201);
    const auto key = made.text("/secret");
    CHECK(orders_with(key) == 200);
    const auto disable = [&](const std::string& disabled) {
        return open_shop()
            .staff()
            .patch("/v1/admin/staff/" + maker.text("/user/id"), R"({"disabled":)" + disabled + "}")
            .status;
    };
    REQUIRE(disable("true") == 200);
    const auto refused = open_shop().stranger().get("/v1/admin/orders?limit=1", bearing(key));
    CHECK(refused.status == 401);
    CHECK(refused.text("/code") == "auth.key_suspended");
    REQUIRE(disable("false") == 200);
    CHECK(orders_with(key) == 200);
}

TEST_CASE("9: a key that is wrong by one digit, of another kind or unknown tells nothing") {
    const auto key = new_key(R"("secret","scopes":["orders.read"])");
    auto wrong = key.secret;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    const auto front = new_key(R"("publishable")");
    const auto unknown = "sk_" + std::string(48, '0');
    for (const auto& text : {wrong, unknown, front.secret, std::string("sk_"), key.id}) {
        const auto answer = open_shop().stranger().get("/v1/admin/orders", bearing(text));
        CHECK(answer.status == 401);
        CHECK((answer.text("/code") == "auth.invalid_key" ||
               answer.text("/code") == "auth.invalid_token"));
    }
}

}  // namespace kontor::test
