#include "server_fixture.hpp"

#include <netinet/tcp.h>
#include <poll.h>

#include <cstdio>
#include <fstream>
#include <thread>

namespace {

std::string header_of(const std::string& answer, const std::string& name) {
    const auto begin = answer.find("\r\n" + name + ": ");
    if (begin == answer.npos) return "";
    const auto value = begin + name.size() + 4;
    return answer.substr(value, answer.find("\r\n", value) - value);
}

// The answer to a request that is alone on its connection.
std::string answer_to(const Shop& shop, const std::string& request) {
    RawClient client(shop.server.port());
    client.send(request);
    client.finish_sending();
    return client.until_closed();
}

// Bytes that the kernel has taken from the server and that clients have not: proc(5), net/tcp.
std::size_t kept_for_clients(std::uint16_t port) {
    std::ifstream sockets("/proc/net/tcp");
    std::size_t kept = 0;
    for (std::string line; std::getline(sockets, line);) {
        unsigned local_port = 0;
        unsigned state = 0;
        std::size_t queue = 0;
        if (std::sscanf(line.c_str(), "%*d: %*8x:%4x %*8x:%*4x %2x %8zx", &local_port, &state,
                        &queue) == 3 &&
            local_port == port && state == TCP_ESTABLISHED)
            kept += queue;
    }
    return kept;
}

}  // namespace

TEST_CASE("every answer carries the standard headers, whoever gives it") {
    Shop shop({.header_limit = 4096});
    const auto etag = header_of(answer_to(shop, get(book)), "ETag");
    const std::vector<std::pair<int, std::string>> exchanges{
        {200, get(book)},
        {304, get(book, "If-None-Match: " + etag + "\r\n")},
        {200, get("/v1/books")},
        {204, "OPTIONS /v1/books HTTP/1.1\r\nHost: shop\r\n\r\n"},
        {400, "GET /v1/books HTTP/1.1\r\n\r\n"},
        {400, "nonsense\r\n\r\n"},
        {400, get("/v1/names/%00")},
        {401, post("/v1/books", "Content-Length: 2\r\n", "{}")},
        {404, get("/nowhere")},
        {405, "PUT /v1/books HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n"},
        {405, "TRACE /v1/books HTTP/1.1\r\nHost: shop\r\n\r\n"},
        {406, get(book, "Accept: text/xml\r\n")},
        {413, post("/v1/written", "Content-Length: 9999999\r\n", "")},
        {415, "POST /v1/written HTTP/1.1\r\nHost: shop\r\nContent-Length: 1\r\n\r\nx"},
        {417, post("/v1/written", "Expect: magic\r\nContent-Length: 2\r\n", "{}")},
        {431, get(book, "X-Long: " + std::string(5000, 'x') + "\r\n")},
        {431, get(std::string(book) + "?q=" + std::string(70'000, 'x'))},
        {500, post("/v1/fail/throw", "", "")},
        {501, "FOO /v1/books HTTP/1.1\r\nHost: shop\r\n\r\n"},
        {503, post("/v1/fail/database", "", "")}};
    for (const auto& [status, request] : exchanges) {
        CAPTURE(request);
        const auto answer = answer_to(shop, request);
        CHECK(status_of(answer) == status);
        CHECK(header_of(answer, "X-Content-Type-Options") == "nosniff");
        CHECK(has(header_of(answer, "Content-Security-Policy"), "frame-ancestors 'none'"));
        CHECK(header_of(answer, "Referrer-Policy") == "no-referrer");
        CHECK_FALSE(header_of(answer, "Cache-Control").empty());
        CHECK_FALSE(header_of(answer, "X-Request-Id").empty());
        CHECK_FALSE(header_of(answer, "Date").empty());
        CHECK(header_of(answer, "Server").empty());
        if (status >= 400) CHECK(header_of(answer, "Content-Type") == "application/problem+json");
    }
}

TEST_CASE("a target may be a whole address, as proxies send it") {
    Shop shop;
    const auto books = body_of(answer_to(shop, get("/v1/books?limit=1")));
    for (const std::string whole :
         {"http://shop/v1/books?limit=1", "HTTPS://other.example:8443/v1/books?limit=1",
          "http://[::1]:80/v1/books?limit=1"}) {
        CAPTURE(whole);
        const auto answer = answer_to(shop, get(whole));
        CHECK(status_of(answer) == 200);
        CHECK(body_of(answer) == books);
    }
    CHECK(status_of(answer_to(
              shop, post("http://shop/v1/written", "Content-Length: 2\r\n", "{}"))) < 300);
    CHECK(shop.written == 1);
    CHECK(status_of(answer_to(shop, get("http://shop"))) == status_of(answer_to(shop, get("/"))));
    CHECK(status_of(answer_to(shop, get("http://shop?x=1"))) ==
          status_of(answer_to(shop, get("/?x=1"))));
    for (const std::string wrong :
         {"http:///v1/books", "http://me@shop/v1/books", "http:/v1/books", "ftp://shop/v1/books",
          "shop/v1/books", "http://shop/v1/names/%00"}) {
        CAPTURE(wrong);
        CHECK(status_of(answer_to(shop, get(wrong))) == 400);
    }
    CHECK(status_of(answer_to(shop, "GET http://shop/v1/books HTTP/1.1\r\n\r\n")) == 400);
}

TEST_CASE("what follows a refused request on its connection is never executed") {
    Shop shop({.header_limit = 4096});
    for (const auto& refused :
         {post("/v1/written", "Content-Length: 9999999\r\n", ""),
          post("/v1/written", "Expect: magic\r\nContent-Length: 2\r\n", "{}"),
          get(book, "X-Long: " + std::string(5000, 'x') + "\r\n"),
          std::string("GET /v1/books HTTP/1.1\r\n\r\n"), std::string("nonsense\r\n\r\n")}) {
        CAPTURE(refused);
        const auto answers = answer_to(shop, refused + smuggled);
        CHECK(count_of(answers, "\r\nDate: ") == 1);
        CHECK(has(answers, "Connection: close\r\n"));
    }
    CHECK(shop.written == 0);
}

TEST_CASE("what follows a body is a request of its own, good or not") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Content-Length: 2\r\n", "{}trailing garbage\r\n\r\n"));
    CHECK(status_of(client.answer()) == 200);
    CHECK(status_of(client.until_closed()) == 400);
    CHECK(shop.written == 1);
}

TEST_CASE("headers up to the limit are taken") {
    Shop shop({.header_limit = 4096});
    const auto padded = [](std::size_t size) {
        const auto empty = get("/v1/books", "X-Long: \r\n").size();
        return get("/v1/books", "X-Long: " + std::string(size - empty, 'x') + "\r\n");
    };
    CHECK(status_of(answer_to(shop, padded(4000))) == 200);
    CHECK(status_of(answer_to(shop, padded(4200))) == 431);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
    CHECK(status_of(answer_to(shop, get("/v1/books", many))) == 200);
}

TEST_CASE("a body up to the limit is taken, in chunks too") {
    Shop shop;
    const std::string body(1 << 20, 'x');
    CHECK(status_of(answer_to(shop, post("/v1/written", "Content-Length: 1048576\r\n", body))) ==
          200);
    CHECK(status_of(answer_to(shop, post("/v1/written", "Transfer-Encoding: chunked\r\n",
                                         "100000\r\n" + body + "\r\n0\r\n\r\n"))) == 200);
    CHECK(status_of(answer_to(shop, post("/v1/written", "Transfer-Encoding: chunked\r\n",
                                         "100001\r\nx" + body + "\r\n0\r\n\r\n"))) == 413);
    CHECK(shop.written == 2);
}

TEST_CASE("a client that keeps sending a little is cut off all the same") {
    Shop shop({.header_limit = 64 << 20, .header_deadline = 40ms, .request_deadline = 80ms});
    for (const auto& start :
         {std::string("GET /v1/books HTTP/1.1\r\nHost: shop\r\nX-Long: "),
          post("/v1/written", "Transfer-Encoding: chunked\r\n", "100000\r\n")}) {
        RawClient client(shop.server.port());
        client.send(start);
        while (!client.is_answered() && client.send("x")) std::this_thread::yield();
        CHECK(client.until_closed().empty());
    }
    CHECK(shop.written == 0);
}

TEST_CASE("a client that does not take its answers is cut off") {
    Shop shop({.request_deadline = 80ms});
    RawClient client(shop.server.port());
    const auto request =
        post("/v1/written", "Content-Length: 1048576\r\n", std::string(1 << 20, 'x'));
    int sent = 0;
    while (sent < 1000 && client.send(request)) ++sent;
    CHECK(sent < 1000);
}

TEST_CASE("of an answer that a client does not take nothing is kept") {
    Shop shop({.request_deadline = 80ms});
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Content-Length: 1048576\r\n", std::string(1 << 20, '\x01')));
    pollfd waiting{client.descriptor(), 0, 0};
    REQUIRE(::poll(&waiting, 1, 20'000) == 1);
    CHECK((waiting.revents & POLLERR) != 0);
}

TEST_CASE("little of an answer that a client does not take waits in the kernel") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Content-Length: 1048576\r\n", std::string(1 << 20, '\x01')));
    pollfd waiting{client.descriptor(), POLLIN, 0};
    REQUIRE(::poll(&waiting, 1, 20'000) == 1);
    std::size_t kept = 0;
    for (int alike = 0; alike < 50; ++alike)
        if (const auto now = kept_for_clients(shop.server.port()); now != kept) {
            kept = now;
            alike = 0;
        }
    CHECK(kept > 0);
    CHECK(kept < 512 * 1024);
}

TEST_CASE("a body that came with its expectation needs no 100 Continue") {
    Shop shop;
    const auto answer =
        answer_to(shop, post("/v1/written", "Expect: 100-continue\r\nContent-Length: 2\r\n", "{}"));
    CHECK(status_of(answer) == 200);
    CHECK_FALSE(has(answer, "100 Continue"));
}

TEST_CASE("a spelling of an address that is not its own reaches nothing") {
    Shop shop;
    for (const auto* target :
         {"/v1/%62ooks", "//v1/books", "/v1/books/", "/v1/x/../books", "/v1/names/%2e%2e",
          "/v1/names/%c0%af", "/v1/names/%4", "/v1/names/\xff", "/v1/books?limit=1&limit=2",
          "/v1/books?page=1", "/v1/books?limit=%00", "http://shop/v1/books/"}) {
        CAPTURE(target);
        const auto status = status_of(answer_to(shop, get(target)));
        CHECK((status == 400 || status == 404));
    }
}

TEST_CASE("answers from the cache are counted with the others of their route") {
    Shop shop;
    RawClient client(shop.server.port());
    std::string etag;
    for (int i = 0; i < 3; ++i) {
        client.send(get(book));
        etag = header_of(client.answer(), "ETag");
    }
    client.send(get(book, "If-None-Match: " + etag + "\r\n"));
    CHECK(status_of(client.answer()) == 304);
    const auto text = shop.metrics.text();
    CHECK(has(text, R"(_total{method="GET",route="/v1/books/{book}",status="200"} 3)"));
    CHECK(has(text, R"(_total{method="GET",route="/v1/books/{book}",status="304"} 1)"));
    CHECK(has(text, R"(_seconds_count{method="GET",route="/v1/books/{book}"} 4)"));
}
