#include "own_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <poll.h>

#include <thread>

namespace kontor::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int crowd = 60;                    // of each kind
constexpr std::chrono::seconds longest{11};  // ten, and what a busy machine adds

struct Slow {
    std::unique_ptr<RawClient> client;
    std::string drop;  // what it sends again and again
    bool reads = true;
};

Slow slow(std::uint16_t port, std::string_view start, std::string drop) {
    Slow one{std::make_unique<RawClient>(port), std::move(drop)};
    one.client->send(start);
    return one;
}

// Whether the server has hung up.
bool is_closed(const Slow& one) {
    pollfd waiting{one.client->descriptor(), POLLRDHUP, 0};
    return ::poll(&waiting, 1, 0) > 0 && (waiting.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

}  // namespace

TEST_CASE("45: headers, bodies and reading without an end are cut off while others are served") {
    const OwnShop shop({});
    const auto port = shop.port();
    const std::string post =
        "POST /v1/carts HTTP/1.1\r\nHost: shop\r\n"
        "Content-Type: application/json\r\nContent-Length: 4096\r\n\r\n{";
    std::string readings;
    for (int i = 0; i < 400; ++i) readings += "GET /openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n";

    const auto began = Clock::now();
    std::vector<Slow> clients;
    for (int i = 0; i < crowd; ++i) {
        clients.push_back(slow(port, "GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ", "x"));
        clients.push_back(slow(port, post, " "));
        if (i % 6 == 0) clients.push_back(slow(port, readings, ""));
    }
    const HttpProbe honest(shop.address());
    std::size_t left = clients.size();
    while (left > 0 && Clock::now() - began < longest) {
        CHECK(honest.get("/v1/products").status == 200);
        std::erase_if(clients, is_closed);
        for (const auto& one : clients) one.client->send(one.drop);
        left = clients.size();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    CHECK(left == 0);
}

TEST_CASE("45: one address has only so many connections") {
    const OwnShop shop({{"KONTOR_HTTP_MAX_CONNECTIONS_PER_ADDRESS", "20"}});
    std::vector<std::unique_ptr<RawClient>> clients;
    int admitted = 0;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<RawClient>(shop.port()));
        clients.back()->send("GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n");
        if (!clients.back()->answer().empty()) ++admitted;
    }
    CHECK(admitted == 20);
    clients.clear();
    CHECK(eventually([&] {
        RawClient client(shop.port());
        client.send("GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n");
        return client.answer().starts_with("HTTP/1.1 200 ");
    }));
}

}  // namespace kontor::test
