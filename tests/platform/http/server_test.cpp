#include "languages.hpp"
#include "platform/http/reserved_port.hpp"
#include "server_fixture.hpp"

#include <algorithm>
#include <future>
#include <thread>

TEST_CASE("a connection serves one request after the other") {
    Shop shop;
    RawClient client(shop.server.port());
    for (int i = 0; i < 3; ++i) {
        client.send(get(book));
        const auto answer = client.answer();
        CHECK(status_of(answer) == 200);
        CHECK(has(body_of(answer), "Moby-Dick"));
        CHECK(has(answer, "X-Request-Id: "));
        CHECK(has(answer, "Date: "));
        CHECK(has(answer, "ETag: "));
        CHECK_FALSE(has(answer, "Server:"));
    }
    CHECK(shop.made == 1);
}

TEST_CASE("a body is read by its length or in chunks") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Content-Length: 5\r\n", "12345"));
    CHECK(has(client.answer(), "\"12345\""));
    client.send(post("/v1/written", "Transfer-Encoding: chunked\r\n",
                     "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nIdempotency-Key: trailer\r\n\r\n"));
    CHECK(has(client.answer(), "\"abcde\""));
    CHECK(shop.written == 2);
}

TEST_CASE("ambiguous framing is 400 and close, and what follows is never executed") {
    Shop shop;
    const auto with = [](const std::string& headers, const std::string& version = "1.1") {
        return "POST /v1/written HTTP/" + version + "\r\n" + headers +
               "Content-Type: application/json\r\n\r\n0\r\n\r\n";
    };
    const std::string host = "Host: shop\r\n";
    for (const auto& request :
         {with(host + "Transfer-Encoding: xchunked\r\n"),
          with(host + "Transfer-Encoding: Chunked\r\n"),
          with(host + "Transfer-Encoding: gzip, chunked\r\n"),
          with(host + "Transfer-Encoding: chunked, chunked\r\n"),
          with(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
          with(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"),
          with(host + "Transfer-Encoding:\r\n"),
          with(host + "Transfer-Encoding: \x0b"
                      "chunked\r\n"),
          with(host + "Transfer-Encoding : chunked\r\n"),
          with(host + " Transfer-Encoding: chunked\r\n"),
          with(host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
          with(host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
          with(host + "Content-Length: 5, 5\r\n"),
          with(host + "Content-Length: 5\r\nContent-Length: 5\r\n"),
          with(host + "Content-Length: 5\r\nContent-Length: 6\r\n"),
          with(host + "Content-Length: +5\r\n"),
          with(host + "Content-Length: -1\r\n"),
          with(host + "Content-Length: 0x5\r\n"),
          with(host + "Content-Length: 5 5\r\n"),
          with(host + "Content-Length:\r\n"),
          with(host + "Content-Length: 99999999999999999999\r\n"),
          with("Content-Length: 5\r\n"),
          with(host + host + "Content-Length: 5\r\n"),
          with("Host:\r\nContent-Length: 5\r\n"),
          with("Host: a b\r\nContent-Length: 5\r\n"),
          with("Host: evil/path\r\nContent-Length: 5\r\n"),
          with(host + "Transfer-Encoding: chunked\r\n", "1.0"),
          with(host + "Content-Length: 5\r\n", "2.0"),
          with(host + "Bad Name: x\r\n"),
          with(host + "Bad\x01: x\r\n"),
          with(host + "No-Colon\r\n"),
          with(host + "Nul: a" + std::string(1, '\0') + "b\r\n")}) {
        CAPTURE(request);
        RawClient client(shop.server.port());
        client.send(request + smuggled);
        const auto answers = client.until_closed();
        CHECK(status_of(answers) == 400);
        CHECK(has(answers, "Connection: close\r\n"));
        CHECK(has(answers, "application/problem+json"));
        CHECK(count_of(answers, "\r\nDate: ") == 1);
    }
    CHECK(shop.written == 0);
}

TEST_CASE("chunks that are not well-formed are 400 and close") {
    Shop shop;
    for (const std::string chunks :
         {"x\r\nabc\r\n0\r\n\r\n", "-1\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
          "3\nabc\n0\n\n", "0x3\r\nabc\r\n0\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n",
          "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"}) {
        CAPTURE(chunks);
        RawClient client(shop.server.port());
        client.send(post("/v1/written", "Transfer-Encoding: chunked\r\n", chunks) + smuggled);
        const auto answers = client.until_closed();
        CHECK(status_of(answers) >= 400);
        CHECK(status_of(answers) < 500);
        CHECK(count_of(answers, "\r\nDate: ") == 1);
    }
    CHECK(shop.written == 0);
}

TEST_CASE("garbage and TLS are 400 and close") {
    Shop shop;
    for (const std::string bytes :
         {"\x16\x03\x01\x02", "hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
          "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        CAPTURE(bytes);
        RawClient client(shop.server.port());
        client.send(bytes);
        client.finish_sending();
        const auto answers = client.until_closed();
        CHECK((answers.empty() || status_of(answers) == 400));
    }
}

TEST_CASE("a refusal is about its own request, not about the one before") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send("HEAD " + book + " HTTP/1.1\r\nHost: shop\r\nX-Request-Id: the-one-before\r\n\r\n");
    CHECK(status_of(client.answer(false)) == 200);
    client.send("nonsense\r\n\r\n");
    const auto answer = client.until_closed();
    CHECK(status_of(answer) == 400);
    CHECK_FALSE(has(answer, "the-one-before"));
    CHECK(has(body_of(answer), "http.malformed_request"));
}

TEST_CASE("a method that no address takes is 405, one that nobody knows 501") {
    Shop shop;
    RawClient client(shop.server.port());
    const auto answer_to = [&](const std::string& method, const std::string& target) {
        client.send(method + " " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n");
        return client.answer();
    };
    for (const auto* method : {"TRACE", "PROPFIND", "QUERY"}) {
        const auto refusal = answer_to(method, "/v1/books");
        CHECK(status_of(refusal) == 405);
        CHECK(has(refusal, "Allow: GET, HEAD, POST\r\n"));
        CHECK(has(body_of(refusal), "http.method_not_allowed"));
    }
    CHECK(status_of(answer_to("TRACE", "/nowhere")) == 404);
    CHECK(status_of(answer_to("FOO", "/v1/books")) == 501);
}

TEST_CASE("OPTIONS says what an address takes") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send("OPTIONS /v1/books HTTP/1.1\r\nHost: shop\r\nOrigin: https://evil.example\r\n\r\n");
    const auto answer = client.answer();
    CHECK(status_of(answer) == 204);
    CHECK(has(answer, "Allow: GET, HEAD, POST\r\n"));
    CHECK_FALSE(has(answer, "Access-Control"));
}

TEST_CASE("HEAD is GET without the body") {
    Shop shop;
    RawClient client(shop.server.port());
    for (const auto& target : {book, std::string("/v1/books"), book}) {
        client.send("HEAD " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n");
        const auto head = client.answer(false);
        CHECK(status_of(head) == 200);
        client.send(get(target));
        const auto answer = client.answer();
        CHECK(status_of(answer) == 200);
        const auto length = "Content-Length: " + std::to_string(body_of(answer).size()) + "\r\n";
        CHECK(has(head, length));
    }
}

TEST_CASE("pipelined requests are answered in their order, cached or not") {
    Shop shop;
    RawClient client(shop.server.port());
    std::string requests;
    for (int i = 0; i < 50; ++i) {
        requests += get(book, "X-Request-Id: cached-" + std::to_string(i) + "-x\r\n");
        requests += get("/v1/names/name" + std::to_string(i));
    }
    client.send(requests);
    for (int i = 0; i < 50; ++i) {
        CHECK(has(client.answer(), "X-Request-Id: cached-" + std::to_string(i) + "-x\r\n"));
        CHECK(has(client.answer(), "\"name" + std::to_string(i) + "\""));
    }
    CHECK(shop.made == 1);
}

TEST_CASE("a cached answer is revalidated, and made again after its tag was dropped") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(get(book));
    const auto first = client.answer();
    const auto etag = first.substr(first.find("ETag: ") + 6, 34);
    client.send(get(book, "If-None-Match: " + etag + "\r\n"));
    const auto second = client.answer();
    CHECK(status_of(second) == 304);
    CHECK(has(second, etag));
    CHECK(body_of(second).empty());
    shop.cache.drop("book:" + book.substr(book.rfind('/') + 1));
    client.send(get(book));
    CHECK(body_of(client.answer()) == body_of(first));
    CHECK(shop.made == 2);
    client.send(get(book, "Accept: text/xml\r\n"));
    CHECK(status_of(client.answer()) == 406);
}

TEST_CASE("an answer longer than the socket's buffers arrives whole") {
    Shop shop;
    RawClient client(shop.server.port());
    const std::string body(1 << 20, 'x');
    const auto request = post("/v1/written", "Content-Length: 1048576\r\n", body);
    // The answers pile up unread before they are taken.
    auto sent = std::async(std::launch::async, [&] {
        bool ok = true;
        for (int i = 0; i < 16; ++i) ok = ok && client.send(request);
        return ok;
    });
    while (!client.is_answered()) std::this_thread::yield();
    for (int i = 0; i < 16; ++i) CHECK(has(client.answer(), body));
    CHECK(sent.get());
}

TEST_CASE("a connection is closed when the client asks, HTTP/1.0 included") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(get(book, "Connection: close\r\n") + smuggled);
    CHECK(has(client.until_closed(), "Connection: close\r\n"));
    RawClient old(shop.server.port());
    old.send("GET " + book + " HTTP/1.0\r\nHost: shop\r\n\r\n");
    CHECK(status_of(old.until_closed()) == 200);
    CHECK(shop.written == 0);
}

TEST_CASE("a body beyond the limit is 413 and close, without being read") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Content-Length: 1048577\r\n", ""));
    const auto answer = client.until_closed();
    CHECK(status_of(answer) == 413);
    CHECK(has(answer, "Connection: close\r\n"));

    RawClient chunked(shop.server.port());
    chunked.send(post("/v1/written", "Transfer-Encoding: chunked\r\n", ""));
    const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    for (int i = 0; i < 20 && chunked.send(chunk); ++i) continue;
    CHECK(has(chunked.until_closed(), "413 Content Too Large"));
    CHECK(shop.written == 0);
}

TEST_CASE("headers beyond the limit are 431") {
    Shop shop({.header_limit = 4096});
    RawClient client(shop.server.port());
    client.send(get(book, "X-Long: " + std::string(5000, 'x') + "\r\n"));
    CHECK(status_of(client.until_closed()) == 431);
    RawClient endless(shop.server.port());
    for (int i = 0; i < 1000 && endless.send("GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); ++i)
        continue;
    const auto answer = endless.until_closed();
    CHECK((answer.empty() || status_of(answer) >= 400));
}

TEST_CASE("endless chunk extensions and trailers end the connection") {
    Shop shop;
    for (const std::string start : {"1;", "0\r\nX-Trailer: "}) {
        RawClient client(shop.server.port());
        client.send(post("/v1/written", "Transfer-Encoding: chunked\r\n", start));
        const std::string piece(65536, 'x');
        int sent = 0;
        while (sent < 1000 && client.send(piece)) ++sent;
        CHECK(sent < 1000);
    }
    CHECK(shop.written == 0);
}

TEST_CASE("a client that waits for 100 Continue gets it, unless the body is refused") {
    Shop shop;
    RawClient client(shop.server.port());
    client.send(post("/v1/written", "Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
    CHECK(client.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("{}");
    CHECK(status_of(client.answer()) == 200);
    client.send(post("/v1/written", "Expect: 100-continue\r\nContent-Length: 9999999\r\n", ""));
    CHECK(status_of(client.until_closed()) == 413);
    RawClient odd(shop.server.port());
    odd.send(post("/v1/written", "Expect: magic\r\nContent-Length: 2\r\n", "{}"));
    CHECK(status_of(odd.until_closed()) == 417);
    CHECK(shop.written == 1);
}

TEST_CASE("a client that is too slow is cut off") {
    Shop shop({.header_deadline = 40ms, .request_deadline = 80ms, .idle_timeout = 40ms});
    RawClient idle(shop.server.port());
    CHECK(idle.until_closed().empty());
    RawClient header(shop.server.port());
    header.send("GET / HTTP/1.1\r\nHost:");
    CHECK(header.until_closed().empty());
    RawClient body(shop.server.port());
    body.send(post("/v1/written", "Content-Length: 10\r\n", "12"));
    CHECK(body.until_closed().empty());
    CHECK(shop.written == 0);
}

TEST_CASE("no more connections are taken than allowed, in all and from one peer") {
    for (const auto& options :
         {ServerOptions{.max_connections = 2}, ServerOptions{.max_connections_per_peer = 2}}) {
        Shop shop(options);
        RawClient first(shop.server.port());
        first.send(get(book));
        CHECK(status_of(first.answer()) == 200);
        RawClient second(shop.server.port());
        second.send(get(book));
        CHECK(status_of(second.answer()) == 200);
        RawClient third(shop.server.port());
        third.send(get(book));
        CHECK(third.until_closed().empty());
    }
}

TEST_CASE("answers are kept and given in the language that a client prefers") {
    Shop shop({}, languages({"en", "de"}));
    RawClient client(shop.server.port());
    for (int i = 0; i < 2; ++i) {
        client.send(get("/v1/greeting", "Accept-Language: de-AT, *;q=0.1\r\n"));
        const auto german = client.answer();
        CHECK(has(german, "Guten Tag"));
        CHECK(has(german, "Content-Language: de\r\n"));
        CHECK(has(german, "Vary: Accept-Language\r\n"));
        client.send(get("/v1/greeting"));
        const auto english = client.answer();
        CHECK(has(english, "Good day"));
        CHECK(has(english, "Content-Language: en\r\n"));
    }
    CHECK(shop.made == 2);
}

TEST_CASE("a full queue is 503 at once, and cached answers need no queue") {
    Shop shop({.workers = 1, .queue = 1});
    RawClient warm(shop.server.port());
    warm.send(get(book));
    warm.answer();
    RawClient running(shop.server.port());
    running.send(post("/v1/slow", "", ""));
    shop.entered.wait();
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < 3; ++i) {
        crowd.push_back(std::make_unique<RawClient>(shop.server.port()));
        crowd.back()->send(get("/v1/books"));
    }
    warm.send(get(book));
    CHECK(status_of(warm.answer()) == 200);
    // Another bulkhead is another queue.
    RawClient remote(shop.server.port());
    remote.send(post("/v1/fail/fine", "", ""));
    CHECK(status_of(remote.answer()) == 200);
    const auto is_answered = [](const auto& client) { return client->is_answered(); };
    while (std::ranges::count_if(crowd, is_answered) < 2) std::this_thread::yield();
    shop.released.count_down();
    int overloaded = 0;
    for (auto& client : crowd) {
        const auto answer = client->answer();
        if (status_of(answer) != 503) continue;
        ++overloaded;
        CHECK(has(answer, "Retry-After: 1\r\n"));
    }
    CHECK(overloaded == 2);
    CHECK(status_of(running.answer()) == 200);
}

TEST_CASE("a stop lets requests in flight end, closes idle connections and takes no more") {
    Shop shop;
    RawClient idle(shop.server.port());
    idle.send(get(book));
    idle.answer();
    RawClient running(shop.server.port());
    running.send(post("/v1/slow", "", "") + smuggled);
    shop.entered.wait();
    auto stopped = std::async(std::launch::async, [&] { shop.server.stop(10s); });
    CHECK(idle.until_closed().empty());
    shop.released.count_down();
    const auto answers = running.until_closed();
    CHECK(status_of(answers) == 200);
    CHECK(has(answers, "Connection: close\r\n"));
    CHECK(count_of(answers, "\r\nDate: ") == 1);
    stopped.get();
    CHECK_THROWS(RawClient(shop.server.port()));
}

TEST_CASE("a server that is destroyed in the middle of requests leaves nothing behind") {
    auto shop = std::make_unique<Shop>(ServerOptions{.workers = 1});
    RawClient running(shop->server.port());
    running.send(post("/v1/slow", "", ""));
    shop->entered.wait();
    RawClient waiting(shop->server.port());
    waiting.send(post("/v1/slow", "", ""));
    RawClient half(shop->server.port());
    half.send("GET /v1/b");
    auto* released = &shop->released;
    auto release = std::async(std::launch::async, [released] { released->count_down(); });
    shop.reset();
}

TEST_CASE("an address that is taken is refused, not shared") {
    Shop shop;
    Server second(shop.router, {.port = shop.server.port()});
    const auto started = second.start();
    REQUIRE(started.has_error());
    CHECK(started.error().code == "http.address_in_use");
}

TEST_CASE("many clients at once each get their own answers") {
    Shop shop;
    std::vector<std::future<bool>> clients;
    for (int c = 0; c < 8; ++c)
        clients.push_back(std::async(std::launch::async, [&, c] {
            RawClient client(shop.server.port());
            bool ok = true;
            for (int i = 0; i < 100; ++i) {
                const auto name = "c" + std::to_string(c) + "i" + std::to_string(i);
                client.send(get("/v1/names/" + name) + get(book));
                ok = ok && has(client.answer(), '"' + name + '"');
                ok = ok && has(client.answer(), "Moby-Dick");
                if (i % 10 == 0) shop.cache.drop("book:" + book.substr(book.rfind('/') + 1));
            }
            return ok;
        }));
    for (auto& client : clients) CHECK(client.get());
}

TEST_CASE("a reserved port is given to nobody else, until a server listens there") {
    const ReservedPort reserved("127.0.0.1");
    const ReservedPort other("127.0.0.1");
    CHECK(reserved.number() != 0);
    CHECK(reserved.number() != other.number());
    const Router router(RouterOptions{});
    Server server(router, {.port = reserved.number()});
    REQUIRE(server.start().has_value());
    CHECK(server.port() == reserved.number());
    Server second(router, {.port = reserved.number()});
    CHECK(second.start().error().code == "http.address_in_use");
    CHECK(ReservedPort("nowhere").number() == 0);
}
