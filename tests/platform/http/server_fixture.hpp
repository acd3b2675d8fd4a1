// A running server with the sample API, and what goes over the wire.
#pragma once

#include "platform/http/server.hpp"
#include "platform/telemetry/metrics.hpp"
#include "raw_client.hpp"
#include "sample_api.hpp"

#include <doctest/doctest.h>

#include <latch>

using namespace sample;
using namespace std::chrono_literals;

struct Shop {
    std::atomic<int> made{0};
    std::atomic<int> written{0};
    std::latch entered{1};
    std::latch released{1};
    ResponseCache cache{1 << 20};
    Metrics metrics;
    Router router;
    Server server;

    explicit Shop(ServerOptions options = {}, LanguageList languages = {})
        : router({.version = "1",
                  .authenticate = authenticate,
                  .cache = &cache,
                  .metrics = &metrics,
                  .languages = std::move(languages)}),
          server(router, at_any_port(options)) {
        add_routes(router, made);
        router.add(Route(Method::post, "/v1/written", "write", "Counts"),
                   [this](const Call<Nothing, RawBody>& call) -> Result<Book> {
                       ++written;
                       return Book{"written", call.body.bytes};
                   });
        router.add(Route(Method::post, "/v1/slow", "slow", "Waits until it is released"),
                   [this](const Call<>&) -> Result<Book> {
                       entered.count_down();
                       released.wait();
                       return Book{"slow", ""};
                   });
        REQUIRE(server.start().has_value());
    }

    static ServerOptions at_any_port(ServerOptions options) {
        options.port = 0;
        return options;
    }
};

inline std::string get(const std::string& target, const std::string& headers = "") {
    return "GET " + target + " HTTP/1.1\r\nHost: shop\r\n" + headers + "\r\n";
}

inline std::string post(const std::string& target, const std::string& headers,
                        const std::string& body) {
    return "POST " + target + " HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n" +
           headers + "\r\n" + body;
}

inline int status_of(const std::string& answer) {
    return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

inline std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

inline bool has(const std::string& answer, std::string_view text) {
    return answer.find(text) != answer.npos;
}

inline std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

inline const std::string smuggled = post("/v1/written", "Content-Length: 2\r\n", "{}");
inline const std::string book = "/v1/books/" + BookId::make().text();
