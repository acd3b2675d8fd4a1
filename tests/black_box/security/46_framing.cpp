#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

// What two readers could take for one request or for two.
std::vector<std::string> ambiguous() {
    const std::string host = "Host: shop\r\n";
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    const std::string length = "Content-Length: 5\r\n";
    std::vector<std::string> requests;
    const auto add = [&](const std::string& headers, const std::string& version = "1.1") {
        requests.push_back("POST /v1/carts HTTP/" + version +
                           "\r\nContent-Type: application/json\r\n" + headers + "\r\n0\r\n\r\n");
    };
    for (const std::string other : {"xchunked", "Chunked", "chunked ,", "gzip, chunked",
                                    "chunked, chunked", "identity", "chunked;q=1", "\"chunked\"",
                                    "\x0b"
                                    "chunked",
                                    ""})
        add(host + "Transfer-Encoding: " + other + "\r\n");
    add(host + chunked + chunked);
    add(host + chunked + "Transfer-Encoding: identity\r\n");
    add(host + chunked + length);
    add(host + length + chunked);
    add(host + chunked + "Content-Length: 0\r\n");
    add(host + " Transfer-Encoding: chunked\r\n");
    add(host + "Transfer-Encoding : chunked\r\n");
    for (const std::string other :
         {"5, 5", "5,6", "+5", "-1", "0x5", "5 5", "", "5;", "99999999999999999999", "1e1"})
        add(host + "Content-Length: " + other + "\r\n");
    add(host + length + length);
    add(host + length + "Content-Length: 6\r\n");
    add(length);
    add(host + host + length);
    add("Host: a, b\r\n" + length);
    add("Host: \r\n" + length);
    add(host + chunked, "1.0");
    add(host + length, "2.0");
    add(host + "Content-Length: 5\r\n 0\r\n");
    add(host + "Transfer-Encoding:\r\n chunked\r\n");
    for (const std::string fold :
         {"X: a\r\n b\r\n", "X: a\r\n\tb\r\n", "X: a\r\n  \r\n", "X:\r\n b\r\n",
          "X: a\r\n Content-Length: 0\r\n", "X: a\r\n\tTransfer-Encoding: chunked\r\n"})
        add(host + fold + length);
    add("Host: a\r\n b\r\n" + length);
    add(" folded\r\n" + host + length);
    add(host + "X\r\n" + length);
    add(host + "X\x01: y\r\n" + length);
    add(host + std::string("X: a\0b\r\n", 8) + length);
    return requests;
}

}  // namespace

TEST_CASE("46: what two readers could take apart in two ways is refused, and what follows too") {
    const auto cart = open_shop().cart();
    const auto item = R"({"sku":")" + open_shop().sku + R"(","quantity":1})";
    const auto hidden =
        "POST " + cart.path() + "/items HTTP/1.1\r\nHost: shop\r\nGuest-Token: " + cart.token +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(item.size()) +
        "\r\n\r\n" + item;
    for (const auto& request : ambiguous()) {
        CAPTURE(request);
        RawClient client(open_shop().port());
        client.send(request + hidden);
        const auto answers = client.until_closed();
        CHECK(answers.starts_with("HTTP/1.1 400 "));
        CHECK(count_of(answers, "\r\nDate: ") == 1);
        CHECK(count_of(answers, "Connection: close\r\n") == 1);
        CHECK(count_of(answers, "application/problem+json") == 1);
    }
    CHECK(cart.guest.get(cart.path()).json().at("items").as_array().empty());
    RawClient client(open_shop().port());
    client.send(hidden);
    CHECK(client.answer().starts_with("HTTP/1.1 200 "));
}

}  // namespace kontor::test
