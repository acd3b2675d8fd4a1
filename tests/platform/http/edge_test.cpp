// What the server does for clients behind proxies, for pages of other origins, and against those
// who ask too often.
#include "server_fixture.hpp"

namespace {

ServerOptions with_origin(const std::string& origin) {
    ServerOptions options;
    options.allowed_origins = {Origin::accept(origin).value()};
    return options;
}

std::string preflight(const std::string& origin) {
    return "OPTIONS /v1/books HTTP/1.1\r\nHost: shop\r\nOrigin: " + origin +
           "\r\nAccess-Control-Request-Method: POST\r\n\r\n";
}

RateLimitOptions two_readings() {
    RateLimitOptions options;
    options.reading = 2;
    options.writing = 1;
    return options;
}

std::string from(const std::string& client) {
    return "X-Forwarded-For: " + client + "\r\n";
}

}  // namespace

TEST_CASE("a page of an allowed origin may read every answer, one of another none") {
    Shop shop(with_origin("https://www.shop.example"));
    RawClient client(shop.server.port());
    for (int i = 0; i < 2; ++i) {  // made, then from the cache
        client.send(get(book, "Origin: https://www.shop.example\r\n"));
        const auto answer = client.answer();
        CHECK(has(answer, "Access-Control-Allow-Origin: https://www.shop.example\r\n"));
        CHECK(has(answer, "Access-Control-Expose-Headers: "));
        CHECK(has(answer, "Vary: Origin\r\n"));
        CHECK_FALSE(has(answer, "Access-Control-Allow-Credentials"));
    }
    for (const auto* origin :
         {"https://evil.example", "null", "https://www.shop.example.evil.example",
          "http://www.shop.example", "https://www.shop.example:8443", "*"}) {
        CAPTURE(origin);
        client.send(get(book, "Origin: " + std::string(origin) + "\r\n"));
        const auto answer = client.answer();
        CHECK(has(answer, "Vary: Origin\r\n"));
        CHECK_FALSE(has(answer, "Access-Control"));
    }
    client.send(get("/nowhere", "Origin: https://www.shop.example\r\n"));
    CHECK(has(client.answer(), "Access-Control-Allow-Origin: https://www.shop.example\r\n"));
}

TEST_CASE("before a request of another origin a browser is told what the address takes") {
    Shop shop(with_origin("https://www.shop.example"));
    RawClient client(shop.server.port());
    client.send(preflight("https://www.shop.example"));
    const auto answer = client.answer(false);
    CHECK(status_of(answer) == 204);
    CHECK(has(answer, "Access-Control-Allow-Origin: https://www.shop.example\r\n"));
    CHECK(has(answer, "Access-Control-Allow-Methods: GET, HEAD, POST\r\n"));
    CHECK(has(answer, "Access-Control-Allow-Headers: Authorization, Content-Type"));
    CHECK(has(answer, "Access-Control-Max-Age: "));
    client.send(preflight("https://evil.example"));
    CHECK_FALSE(has(client.answer(false), "Access-Control"));
}

TEST_CASE("who asks more often than allowed is told when to come again, on any connection") {
    RateLimits limits(two_readings());
    Shop shop({.limits = &limits});
    RawClient client(shop.server.port());
    client.send(get(book));
    const auto made = client.answer();
    CHECK(status_of(made) == 200);
    CHECK(has(made, "RateLimit-Limit: 2\r\nRateLimit-Remaining: 1\r\nRateLimit-Reset: "));
    client.send(get(book));
    const auto cached = client.answer();
    CHECK(has(cached, "RateLimit-Limit: 2\r\nRateLimit-Remaining: 0\r\nRateLimit-Reset: "));
    CHECK(count_of(cached, "RateLimit-Limit") == 1);
    RawClient other(shop.server.port());
    for (const auto& target : {book, std::string("/v1/books"), std::string("/nowhere")}) {
        other.send(get(target, from("198.51.100.1") + "X-Real-IP: 198.51.100.2\r\n"));
        const auto refusal = other.answer();
        CHECK(status_of(refusal) == 429);
        CHECK(has(refusal, "Retry-After: "));
        CHECK(has(refusal, "RateLimit-Remaining: 0\r\n"));
        CHECK(has(body_of(refusal), "http.too_many_requests"));
    }
    CHECK(shop.made == 1);
}

TEST_CASE("a request refused for now is not executed, and its body not read") {
    RateLimits limits(two_readings());
    Shop shop({.limits = &limits});
    const auto write = post("/v1/written", "Content-Length: 2\r\n", "{}");
    RawClient client(shop.server.port());
    client.send(write);
    CHECK(status_of(client.answer()) == 200);
    client.send(post("/v1/written", "Content-Length: 1000000\r\n", ""));
    const auto refusal = client.until_closed();
    CHECK(status_of(refusal) == 429);
    CHECK(has(refusal, "Connection: close\r\n"));
    CHECK(shop.written == 1);
}

TEST_CASE("clients behind a trusted proxy are bounded one by one, whatever they write themselves") {
    RateLimits limits(two_readings());
    Shop shop({.trusted_proxies = {*Network::accept("127.0.0.0/8")}, .limits = &limits});
    RawClient proxy(shop.server.port());
    const auto status = [&](const std::string& headers) {
        proxy.send(get(book, headers));
        return status_of(proxy.answer());
    };
    CHECK(status(from("198.51.100.1")) == 200);
    CHECK(status(from("1.1.1.1, 198.51.100.1")) == 200);
    CHECK(status(from("2.2.2.2, 198.51.100.1")) == 429);
    CHECK(status(from("3.3.3.3") + from("198.51.100.1")) == 429);
    CHECK(status(from("198.51.100.2")) == 200);
    CHECK(status("") == 200);
}

TEST_CASE("a trusted proxy may have as many connections as there are") {
    Shop shop({.max_connections_per_peer = 1, .trusted_proxies = {*Network::accept("127.0.0.1")}});
    RawClient first(shop.server.port());
    RawClient second(shop.server.port());
    for (auto* client : {&first, &second}) {
        client->send(get(book));
        CHECK(status_of(client->answer()) == 200);
    }
}
