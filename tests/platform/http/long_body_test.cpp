#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace kontor::platform::http;

namespace {

constexpr std::size_t length = 2 << 20;

// Takes long bodies, one at a time.
struct Warehouse {
    explicit Warehouse(const ServerOptions& options = {})
        : router({.version = "1", .authenticate = {}}), server(router, with(options)) {
        router.add(Route(Method::post, "/goods", "take_in", "Takes in")
                       .raw_body("text/plain")
                       .up_to(64 << 20),
                   [](const Call<Nothing, RawBody>& call) -> Result<Response> {
                       return Response{200, {}, std::to_string(call.body.bytes.size())};
                   });
        REQUIRE(server.start().has_value());
    }

    static ServerOptions with(ServerOptions options) {
        options.port = 0;
        options.io_threads = 1;
        options.long_bodies = 1;
        return options;
    }
    static std::string header(const std::string& framing) {
        return "POST /goods HTTP/1.1\r\nHost: shop\r\nContent-Type: text/plain\r\n" + framing +
               "\r\n\r\n";
    }
    std::string sent(std::size_t bytes) const {
        RawClient client(server.port());
        client.send(header("Content-Length: " + std::to_string(bytes)));
        client.send(std::string(bytes, 'x'));
        client.finish_sending();
        return client.until_closed();
    }

    Router router;
    Server server;
};

}  // namespace

TEST_CASE("while one long body is on its way, the next is told to come again, a short one is not") {
    Warehouse warehouse;
    RawClient first(warehouse.server.port());
    first.send(
        warehouse.header("Expect: 100-continue\r\nContent-Length: " + std::to_string(length)));
    CHECK(first.answer(false).starts_with("HTTP/1.1 100 Continue"));

    const auto second = warehouse.sent(length);
    CHECK(second.starts_with("HTTP/1.1 503 "));
    CHECK_NE(second.find("\r\nRetry-After: "), second.npos);
    const auto chunked = [&] {
        RawClient client(warehouse.server.port());
        client.send(warehouse.header("Transfer-Encoding: chunked") + "1\r\nx\r\n0\r\n\r\n");
        client.finish_sending();
        return client.until_closed();
    };
    CHECK(chunked().starts_with("HTTP/1.1 503 "));
    CHECK(warehouse.sent(1000).starts_with("HTTP/1.1 200 "));

    first.send(std::string(length, 'x'));
    first.finish_sending();
    CHECK(first.until_closed().ends_with("\r\n\r\n" + std::to_string(length)));
    CHECK(warehouse.sent(length).starts_with("HTTP/1.1 200 "));
    CHECK(chunked().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("who does not go on with a long body is cut off long before it had to be there") {
    Warehouse warehouse({.request_deadline = std::chrono::milliseconds(80)});
    RawClient client(warehouse.server.port());
    client.send(warehouse.header("Content-Length: " + std::to_string(64 << 20)));
    client.send(std::string(300'000, 'x'));
    CHECK(client.until_closed().empty());
}
