#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("47: methods that an address does not take are refused, and it says which it takes") {
    RawClient client(open_shop().port());
    const auto answer_to = [&](const std::string& method, const std::string& target) {
        client.send(method + " " + target + " HTTP/1.1\r\nHost: shop\r\nX-Echo: tell-me\r\n\r\n");
        return client.answer();
    };
    for (const auto* method : {"TRACE", "CONNECT", "PUT", "PROPFIND", "TRACK", "LOCK"}) {
        CAPTURE(method);
        const auto answer = answer_to(method, "/v1/products");
        CHECK((answer.starts_with("HTTP/1.1 405 ") || answer.starts_with("HTTP/1.1 501 ")));
        if (answer.starts_with("HTTP/1.1 405 "))
            CHECK(answer.find("\r\nAllow: GET, HEAD") != answer.npos);
        CHECK(answer.find("tell-me") == answer.npos);
        CHECK(answer.find("application/problem+json") != answer.npos);
    }
    for (const auto* method : {"FOO", "get", "GETT", "X-METHOD"})
        CHECK(answer_to(method, "/v1/products").starts_with("HTTP/1.1 501 "));
    CHECK(answer_to("GET", "/v1/products").starts_with("HTTP/1.1 200 "));
}

TEST_CASE("47: a shop is no proxy") {
    for (const auto* request :
         {"CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n",
          "GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: shop\r\n\r\n"}) {
        RawClient client(open_shop().port());
        client.send(request);
        const auto answer = client.answer();
        CAPTURE(answer);
        CHECK(answer.starts_with("HTTP/1.1 4"));
    }
}

}  // namespace kontor::test
