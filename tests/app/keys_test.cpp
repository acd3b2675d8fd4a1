#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

namespace kontor::test {

using platform::http::Headers;
using platform::http::Method;

namespace {

struct Writing {
    Method method;
    std::string path;  // with any text where the template has a parameter
    std::string operation;
};

// Every route that writes, out of the document that is made from the routes.
std::vector<Writing> writing_routes(ShopFixture& shop) {
    const std::vector<std::pair<const char*, Method>> methods{{"post", Method::post},
                                                              {"put", Method::put},
                                                              {"patch", Method::patch},
                                                              {"delete", Method::del}};
    const auto document = shop.get("/openapi.json").body;
    std::vector<Writing> routes;
    for (const auto& [path, item] : document.at("paths").as_object())
        for (const auto& [name, method] : methods)
            if (const auto* operation = item.as_object().if_contains(name))
                routes.push_back(
                    {method, std::regex_replace(std::string(path), std::regex("\\{[^}]*\\}"), "x"),
                     std::string(operation->at("operationId").as_string())});
    return routes;
}

// A provider's message has an id of its own, by which it is handled once; looking writes nothing,
// and asking twice to be told, or not to be told, is asking once.
const std::set<std::string> without_key{"receive_payment_webhook",
                                        "receive_carrier_webhook",
                                        "check_gift_card",
                                        "preview_message_template",
                                        "unsubscribe",
                                        "tell_when_back"};

}  // namespace

TEST_CASE_FIXTURE(ShopFixture, "every address that writes takes an Idempotency-Key") {
    const auto routes = writing_routes(*this);
    CHECK(routes.size() > 20);
    for (const auto& route : routes) {
        CAPTURE(route.operation);
        const auto reply = staff(route.method, route.path, "", {{"Idempotency-Key", "in two"}});
        if (without_key.contains(route.operation))
            CHECK(reply.code() != "idempotency_key_malformed");
        else
            CHECK(reply.code() == "idempotency_key_malformed");
    }
}

TEST_CASE_FIXTURE(ShopFixture, "an account that is opened twice under one key is opened once") {
    const std::string body = R"({"email":"bob@example.org","password":"tea at half four"})";
    const Headers keyed{{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
    const auto first = post("/v1/auth/register", body, keyed);
    REQUIRE(first.status == 201);
    const auto second = post("/v1/auth/register", body, keyed);
    CHECK(second.status == 201);
    CHECK(second.body == first.body);
    CHECK(post("/v1/auth/register", body).status == 409);
}

TEST_CASE_FIXTURE(ShopFixture, "a refresh whose answer was lost is answered again under its key") {
    const auto registered =
        post("/v1/auth/register", R"({"email":"bob@example.org","password":"tea at half four"})");
    const auto body = R"({"refresh_token":")" + registered.text("/refresh_token") + R"("})";
    const Headers keyed{{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
    const auto first = post("/v1/auth/refresh", body, keyed);
    REQUIRE(first.status == 200);
    CHECK(post("/v1/auth/refresh", body, keyed).body == first.body);
    const auto next = R"({"refresh_token":")" + first.text("/refresh_token") + R"("})";
    CHECK(post("/v1/auth/refresh", next).status == 200);
    CHECK(post("/v1/auth/refresh", body).status == 400);
}

}  // namespace kontor::test
