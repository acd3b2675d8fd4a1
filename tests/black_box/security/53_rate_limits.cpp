#include "own_shop.hpp"
#include "platform/core/uuid.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace kontor::test {

namespace {

constexpr int readings = 30;

Environment few_requests() {
    return {{"KONTOR_HTTP_LIMITS_EXEMPT", ""},
            {"KONTOR_HTTP_LIMITS_READING", std::to_string(readings)},
            {"KONTOR_HTTP_LIMITS_WRITING", "5"},
            {"KONTOR_HTTP_LIMITS_CREDENTIALS", "3"}};
}

void check_refused(const Answer& answer) {
    CHECK(answer.status == 429);
    CHECK(answer.headers.at("content-type") == "application/problem+json");
    CHECK(answer.text("/code") == "http.too_many_requests");
    const auto seconds = std::stoi(answer.headers.at("retry-after"));
    CHECK(seconds >= 1);
    CHECK(seconds <= 60);
    // What is counted by its body has no headers of its own, and none that tell of another count.
    if (!answer.headers.contains("ratelimit-remaining")) return;
    CHECK(answer.headers.at("ratelimit-remaining") == "0");
    CHECK(std::stoi(answer.headers.at("ratelimit-reset")) == seconds);
}

}  // namespace

TEST_CASE("53: one request more than allowed is refused, whatever it says who it is") {
    const OwnShop shop(few_requests());
    const HttpProbe client(shop.address());
    for (int i = 1; i <= readings; ++i) {
        const auto answer = client.get("/v1/products");
        REQUIRE(answer.status == 200);
        CHECK(answer.headers.at("ratelimit-limit") == std::to_string(readings));
        CHECK(answer.headers.at("ratelimit-remaining") == std::to_string(readings - i));
    }
    check_refused(client.get("/v1/products"));
    CHECK(client.get("/v1/products").headers.at("ratelimit-remaining") == "0");
    for (int i = 0; i < 10; ++i) {
        const auto other = "198.51.100." + std::to_string(i);
        for (const auto* header : {"x-forwarded-for", "x-real-ip", "forwarded", "client-ip",
                                   "true-client-ip", "cf-connecting-ip", "x-client-ip"})
            check_refused(client.get("/v1/products", {{header, other}}));
        check_refused(client.get("/v1/products?limit=" + std::to_string(i + 1)));
        check_refused(client.get("/nowhere", {{"user-agent", other}, {"authorization", other}}));
    }
    CHECK(client.get("/healthz").status == 200);
    for (int i = 0; i < 3; ++i)
        CHECK(client.post("/v1/auth/login", R"({"email":"a@b.example","password":"x"})").status ==
              401);
    check_refused(client.post("/v1/auth/login", R"({"email":"a@b.example","password":"x"})"));
    CHECK(client.post("/v1/carts", "{}").status == 201);
}

TEST_CASE("53: many connections at one time have one budget") {
    const OwnShop shop(few_requests());
    std::atomic<int> admitted{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < 8; ++i)
            clients.emplace_back([&] {
                RawClient client(shop.port());
                for (int request = 0; request < 20; ++request) {
                    client.send("GET /v1/products HTTP/1.1\r\nHost: shop\r\n\r\n");
                    const auto answer = client.answer();
                    admitted += answer.starts_with("HTTP/1.1 200 ");
                    refused += answer.starts_with("HTTP/1.1 429 ");
                }
            });
    }
    CHECK(admitted == readings);
    CHECK(refused == 160 - readings);
}

TEST_CASE("53: behind a trusted proxy each client has its own, and cannot make itself another") {
    auto environment = few_requests();
    environment.emplace("KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.0/8");
    const OwnShop shop(environment);
    const HttpProbe proxy(shop.address());
    const auto last_status = [&](const std::string& client, int requests) {
        int status = 0;
        for (int i = 0; i < requests; ++i) {
            const auto made_up = "192.0.2." + std::to_string(i) + ", ";
            status = proxy.get("/v1/products", {{"x-forwarded-for", made_up + client}}).status;
        }
        return status;
    };
    CHECK(last_status("198.51.100.1", readings) == 200);
    CHECK(last_status("198.51.100.1", 1) == 429);
    CHECK(last_status("198.51.100.2", readings) == 200);
    CHECK(last_status("2001:db8::1", readings) == 200);
    CHECK(last_status("2001:db8::2", 1) == 429);
}

TEST_CASE("53: an account is bounded from wherever it is used") {
    auto environment = few_requests();
    environment.emplace("KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.0/8");
    const OwnShop shop(environment);
    const HttpProbe proxy(shop.address());
    const auto registered =
        proxy.post("/v1/auth/register",
                   R"({"email":"grace@example.org","password":"tea at half four","name":"Grace"})");
    REQUIRE(registered.status == 201);
    const auto bearer = "Bearer " + registered.text("/access_token");
    const auto ask = [&](int client) {
        return proxy.get("/v1/me", {{"authorization", bearer},
                                    {"x-forwarded-for", "198.51.100." + std::to_string(client)}});
    };
    for (int i = 0; i < readings; ++i) CHECK(ask(i).status == 200);
    check_refused(ask(readings));
}

TEST_CASE(
    "53: a code or a password is guessed no more often by another way than by the front door") {
    auto environment = few_requests();
    environment["KONTOR_HTTP_LIMITS_WRITING"] = "100";
    environment.emplace("KONTOR_HTTP_TRUSTED_PROXIES", "127.0.0.0/8");
    const OwnShop shop(environment);
    const HttpProbe proxy(shop.address());
    const std::string nobodys = "_" + std::string(26, '0');
    const std::string code = R"("gift_cards":["GUESS-GUESS-GUESS"])";
    const std::string purchase =
        R"({"cart_id":"cart)" + nobodys +
        R"(","email":"a@b.example","shipping_address":)"
        R"({"name":"A","line1":"B 1","city":"C","postal_code":"28195","country":"DE"})";
    int client = 0;
    const auto last_of = [&](int requests, const std::string& method, const std::string& path,
                             const std::string& body) {
        Answer last;
        for (int i = 0; i < requests; ++i)
            last = proxy.send(method, path, body,
                              {{"Idempotency-Key", platform::to_string(platform::new_uuid())},
                               {"x-forwarded-for", "198.51.100." + std::to_string(client)}});
        return last;
    };
    const auto guesses = [&](const std::string& method, const std::string& path,
                             const std::string& body) {
        INFO(method << " " << path);
        ++client;
        CHECK(last_of(3, method, path, body).status < 429);
        check_refused(last_of(1, method, path, body));
    };
    guesses("POST", "/v1/orders", purchase + "," + code + "}");
    CHECK(last_of(5, "POST", "/v1/orders", purchase + "}").status == 404);
    guesses("POST", "/v1/orders/ord" + nobodys + "/payments", "{" + code + "}");
    guesses("POST", "/v1/checkouts/chk" + nobodys + "/complete", "{" + code + "}");
    guesses("POST", "/v1/gift-cards/check", R"({"code":"GUESS-GUESS-GUESS"})");
    guesses("DELETE", "/v1/me", R"({"current_password":"a quiet canal"})");
}

TEST_CASE("53: bounds are on unless they are taken off, but not for this machine") {
    const OwnShop shop({});
    const HttpProbe client(shop.address());
    for (int i = 0; i < 150; ++i) {
        const auto answer = client.post("/v1/auth/login", "{}");
        CHECK(answer.status == 422);
        CHECK(answer.headers.at("ratelimit-limit") == "120");
        CHECK(answer.headers.at("ratelimit-remaining") == "120");
    }
}

}  // namespace kontor::test
