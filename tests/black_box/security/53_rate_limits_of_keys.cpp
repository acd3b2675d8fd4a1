#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

TEST_CASE("53: a key is bounded from wherever it is used, and shares with nobody") {
    constexpr int readings = 20;
    const OwnShop shop({{"KONTOR_HTTP_LIMITS_EXEMPT", ""},
                        {"KONTOR_HTTP_LIMITS_READING", std::to_string(readings)},
                        {"KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"}});
    const auto make = [&](const std::string& name) {
        const auto made =
            run({"--json", "api-keys", "make", "--name", name, "--scope", "orders.read"},
                shop.environment());
        REQUIRE(made.status == 0);
        return std::string(boost::json::parse(made.out).at("secret").as_string());
    };
    const HttpProbe proxy(shop.address());
    int client = 0;
    const auto ask = [&](const std::string& key) {
        const auto address =
            "198.51." + std::to_string(client / 200) + "." + std::to_string(client % 200 + 1);
        ++client;
        return proxy.get("/v1/admin/orders",
                         {{"authorization", "Bearer " + key}, {"x-forwarded-for", address}});
    };
    const auto first = make("first");
    const auto second = make("second");
    REQUIRE(eventually([&] { return ask(second).status == 200; }));
    for (int i = 0; i < readings; ++i) CHECK(ask(first).status == 200);
    const auto refused = ask(first);
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.headers.at("retry-after")) >= 1);
    CHECK(ask(second).status == 200);
}

}  // namespace kontor::test
