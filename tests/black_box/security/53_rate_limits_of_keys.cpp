#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

// Through a proxy, so that every request can be another client's.
class ManyClients {
public:
    explicit ManyClients(Environment more)
        : shop_(with(std::move(more))), proxy_(shop_.address()) {}

    std::string make(std::vector<std::string> what) {
        std::vector<std::string> arguments{"--json", "api-keys", "make", "--name"};
        arguments.insert(arguments.end(), what.begin(), what.end());
        const auto made = run(arguments, shop_.environment());
        REQUIRE(made.status == 0);
        return std::string(boost::json::parse(made.out).at("secret").as_string());
    }

    std::string next() {
        ++client_;
        return "198.51." + std::to_string(client_ / 200) + "." + std::to_string(client_ % 200 + 1);
    }

    const HttpProbe& proxy() const { return proxy_; }

private:
    static Environment with(Environment more) {
        more.emplace("KONTOR_HTTP_LIMITS_EXEMPT", "");
        more.emplace("KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.0/8");
        return more;
    }

    OwnShop shop_;
    HttpProbe proxy_;
    int client_ = 0;
};

}  // namespace

TEST_CASE("53: a key is bounded from wherever it is used, and shares with nobody") {
    constexpr int readings = 20;
    ManyClients clients({{"KONTOR_HTTP_LIMITS_READING", std::to_string(readings)}});
    const auto ask = [&](const std::string& key) {
        return clients.proxy().get("/v1/admin/orders", {{"authorization", "Bearer " + key},
                                                        {"x-forwarded-for", clients.next()}});
    };
    const auto first = clients.make({"first", "--scope", "orders.read"});
    const auto second = clients.make({"second", "--scope", "orders.read"});
    REQUIRE(eventually([&] { return ask(second).status == 200; }));
    for (int i = 0; i < readings; ++i) CHECK(ask(first).status == 200);
    const auto refused = ask(first);
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.headers.at("retry-after")) >= 1);
    CHECK(ask(second).status == 200);
}

TEST_CASE("53: all who show a publishable key are bounded together, but one of them far sooner") {
    constexpr int writings = 5;
    constexpr int fronts = 4;
    ManyClients clients({{"KONTOR_HTTP_LIMITS_WRITING", std::to_string(writings)},
                         {"KONTOR_HTTP_LIMITS_CLIENTS_OF_SHOP_FRONT", std::to_string(fronts)}});
    const auto ask = [&](const std::string& key, const std::string& client) {
        return clients.proxy().post("/v1/carts", "{}",
                                    {{"publishable-key", key}, {"x-forwarded-for", client}});
    };
    const auto first = clients.make({"first", "--kind", "publishable"});
    const auto second = clients.make({"second", "--kind", "publishable"});
    REQUIRE(eventually([&] { return ask(second, clients.next()).status == 201; }));
    const auto greedy = clients.next();
    for (int i = 0; i < writings; ++i) CHECK(ask(first, greedy).status == 201);
    for (int i = 0; i < 3 * writings * fronts; ++i) CHECK(ask(first, greedy).status == 429);
    for (int left = writings * (fronts - 1); left > 0; --left) {
        const auto taken = ask(first, clients.next());
        CHECK(taken.status == 201);
        const auto told = std::min(left - 1, writings - 1);
        CHECK(taken.headers.at("ratelimit-remaining") == std::to_string(told));
    }
    const auto refused = ask(first, clients.next());
    CHECK(refused.status == 429);
    CHECK(refused.text("/code") == "http.too_many_requests");
    CHECK(std::stoi(refused.headers.at("retry-after")) >= 1);
    CHECK(refused.headers.at("ratelimit-limit") == std::to_string(writings * fronts));
    CHECK(refused.headers.at("ratelimit-remaining") == "0");
    CHECK(ask(second, clients.next()).status == 201);
}

}  // namespace kontor::test
