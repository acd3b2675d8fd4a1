#include "contract.hpp"
#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace kontor::test {

namespace {

constexpr std::size_t limit = 1 << 20;
constexpr std::size_t far_beyond = 256 << 20;  // more than buffers on the way ever hold
constexpr std::size_t bearable = 32 << 20;     // what they may hold, and the shop has read
constexpr int ten_seconds = 10'000;

std::string begin(const std::string& method, const std::string& path, const std::string& framing) {
    return method + " " + path + " HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n" +
           framing + "\r\n\r\n";
}

std::string post(const std::string& framing) {
    return begin("POST", "/v1/carts", framing);
}

bool is_too_long(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 413 ") &&
           answer.find("Connection: close\r\n") != answer.npos &&
           answer.find("application/problem+json") != answer.npos;
}

// How much of it the server let in before it hung up.
std::size_t pour(RawClient& client, const std::string& piece) {
    std::size_t sent = 0;
    while (sent < far_beyond && client.send(piece)) sent += piece.size();
    return sent;
}

std::size_t resident_kibibytes() {
    std::ifstream status("/proc/" + std::to_string(open_shop().process()) + "/status");
    for (std::string word; status >> word;)
        if (std::size_t kibibytes = 0; word == "VmRSS:" && status >> kibibytes) return kibibytes;
    return 0;
}

}  // namespace

TEST_CASE("44: a body that says it is too long is refused by every address, before any of it") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    for (const auto& operation : contract.operations()) {
        CAPTURE(operation.id);
        RawClient client(open_shop().port());
        client.send(begin(operation.method, operation.some_path(), "Content-Length: 10000000000"));
        CHECK(is_too_long(client.until_closed()));
    }
    CHECK(contract.operations().size() > 250);
}

TEST_CASE("44: one byte too many is too long") {
    for (const std::string more : {"", "Expect: 100-continue\r\n"}) {
        RawClient client(open_shop().port());
        client.send(post(more + "Content-Length: " + std::to_string(limit + 1)));
        CHECK(is_too_long(client.until_closed()));
        RawClient allowed(open_shop().port());
        allowed.send(post(more + "Content-Length: " + std::to_string(limit)));
        allowed.send(std::string(limit, ' '));
        CHECK(allowed.answer().find(" 413 ") == std::string::npos);
    }
}

TEST_CASE("44: who sends it all the same is not listened to, and hung up on") {
    const std::string piece(0x10000, 'x');
    RawClient said(open_shop().port());
    said.send(post("Content-Length: 10000000000"));
    CHECK(pour(said, piece) < bearable);
    CHECK(said.is_hung_up(ten_seconds));
    RawClient chunked(open_shop().port());
    chunked.send(post("Transfer-Encoding: chunked"));
    CHECK(pour(chunked, "10000\r\n" + piece + "\r\n") < bearable);
    CHECK(chunked.is_hung_up(ten_seconds));
}

TEST_CASE("44: a body that turns out to be too long is given up") {
    RawClient client(open_shop().port());
    client.send(post("Transfer-Encoding: chunked"));
    const auto chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (std::size_t sent = 0; sent <= limit && client.send(chunk);) sent += 0x10000;
    CHECK(is_too_long(client.until_closed()));
}

TEST_CASE("44: extensions and trailers without an end cost little, and end the connection") {
    constexpr std::size_t connections = 50;
    const std::string piece(4096, 'x');
    for (const auto* start : {"1;", "1\r\nx\r\n0\r\nX-Trailer: ", "1;a=\""}) {
        CAPTURE(start);
        const auto before = resident_kibibytes();
        std::vector<std::unique_ptr<RawClient>> clients;
        for (std::size_t i = 0; i < connections; ++i) {
            clients.push_back(std::make_unique<RawClient>(open_shop().port()));
            clients.back()->send(post("Transfer-Encoding: chunked") + start);
        }
        // All of them at the same time, as far as each gets.
        bool is_any_open = true;
        for (int sent = 0; sent < 1024 && is_any_open; ++sent) {
            is_any_open = false;
            for (const auto& client : clients) is_any_open |= client->send(piece);
            CHECK(resident_kibibytes() < before + 1024 * connections);
        }
        CHECK_FALSE(is_any_open);
        for (const auto& client : clients) {
            CHECK(client->is_hung_up(ten_seconds));
            const auto answer = client->until_closed();
            CHECK((answer.empty() || answer.starts_with("HTTP/1.1 4")));
        }
    }
}

}  // namespace kontor::test
