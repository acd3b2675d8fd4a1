#include "own_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace kontor::test {

namespace {

constexpr int crowd = 200;

// The most that the process ever had in memory.
long most_kilobytes(int process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;
}

std::string login(int number) {
    const std::string body = R"({"email":"nobody)" + std::to_string(number) +
                             R"(@example.org","password":"a quiet canal"})";
    return "POST /v1/auth/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE(
    "21: of 200 logins at one time a few are looked at, and the others are told to come again") {
    const OwnShop shop({{"KONTOR_HTTP_CACHE_MEBIBYTES", "0"}});
    const HttpProbe honest(shop.address());
    REQUIRE(honest.get("/v1/products").status == 200);
    const auto before = most_kilobytes(shop.program().process());

    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < crowd; ++i) clients.push_back(std::make_unique<RawClient>(shop.port()));
    for (int i = 0; i < crowd; ++i) clients[static_cast<std::size_t>(i)]->send(login(i));
    for (int i = 0; i < 20; ++i) CHECK(honest.get("/v1/products").status == 200);
    int looked_at = 0;
    int refused = 0;
    for (const auto& client : clients) {
        const auto answer = client->answer();
        looked_at += answer.starts_with("HTTP/1.1 401 ") ? 1 : 0;
        const bool is_refused =
            answer.starts_with("HTTP/1.1 503 ") || answer.starts_with("HTTP/1.1 429 ");
        refused += is_refused ? 1 : 0;
        if (is_refused) CHECK(answer.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    }
    CHECK(looked_at + refused == crowd);
    CHECK(looked_at > 0);
    CHECK(refused > 0);
    // A hash takes 19 MiB, and there is one at a time.
    CHECK(most_kilobytes(shop.program().process()) - before < 64 * 1024);
}

TEST_CASE("21: a login that was told to come again has not cost a guess") {
    const OwnShop shop({});
    const HttpProbe honest(shop.address());
    const std::string account = R"({"email":"grace@example.org","password":"tea at half four"})";
    REQUIRE(honest.post("/v1/auth/register", account).status == 201);
    int refused = 0;
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<RawClient>> clients;
        const auto body = std::to_string(account.size()) + "\r\n\r\n" + account;
        for (int i = 0; i < 60; ++i) {
            clients.push_back(std::make_unique<RawClient>(shop.port()));
            clients.back()->send(
                "POST /v1/auth/login HTTP/1.1\r\nHost: shop\r\n"
                "Content-Type: application/json\r\nContent-Length: " +
                body);
        }
        for (const auto& client : clients)
            refused += client->answer().starts_with("HTTP/1.1 503 ") ? 1 : 0;
    }
    CHECK(refused > 0);
    CHECK(honest.post("/v1/auth/login", account).status == 200);
}

}  // namespace kontor::test
