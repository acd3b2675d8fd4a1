#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace kontor::test {

namespace {

constexpr std::size_t limit = 1 << 20;

std::string post(const std::string& framing) {
    return "POST /v1/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n" + framing +
           "\r\n\r\n";
}

bool is_too_long(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 413 ") &&
           answer.find("Connection: close\r\n") != answer.npos &&
           answer.find("application/problem+json") != answer.npos;
}

std::size_t resident_kibibytes() {
    std::ifstream status("/proc/" + std::to_string(open_shop().process()) + "/status");
    for (std::string word; status >> word;)
        if (std::size_t kibibytes = 0; word == "VmRSS:" && status >> kibibytes) return kibibytes;
    return 0;
}

}  // namespace

TEST_CASE("44: a body that says it is too long is not read") {
    RawClient client(open_shop().port());
    client.send(post("Content-Length: " + std::to_string(limit + 1)));
    CHECK(is_too_long(client.until_closed()));
    RawClient waiting(open_shop().port());
    waiting.send(post("Expect: 100-continue\r\nContent-Length: " + std::to_string(limit + 1)));
    CHECK(is_too_long(waiting.until_closed()));
}

TEST_CASE("44: a body that turns out to be too long is given up") {
    RawClient client(open_shop().port());
    client.send(post("Transfer-Encoding: chunked"));
    const auto chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (std::size_t sent = 0; sent <= limit && client.send(chunk);) sent += 0x10000;
    CHECK(is_too_long(client.until_closed()));
}

TEST_CASE("44: extensions and trailers without an end cost little, and end the connection") {
    for (const auto* start : {"1;", "1\r\nx\r\n0\r\nX-Trailer: ", "1;a=\""}) {
        CAPTURE(start);
        constexpr std::size_t connections = 20;
        const auto before = resident_kibibytes();
        std::vector<std::unique_ptr<RawClient>> clients;
        for (std::size_t i = 0; i < connections; ++i) {
            clients.push_back(std::make_unique<RawClient>(open_shop().port()));
            clients.back()->send(post("Transfer-Encoding: chunked") + start);
            const std::string piece(4096, 'x');
            for (int sent = 0; sent < 1024 && clients.back()->send(piece);) ++sent;
        }
        CHECK(resident_kibibytes() < before + 1024 * connections);
        for (auto& client : clients) {
            const auto answer = client->until_closed();
            CHECK((answer.empty() || answer.starts_with("HTTP/1.1 4")));
        }
    }
}

}  // namespace kontor::test
