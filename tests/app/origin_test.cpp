#include "server_options.hpp"

#include <doctest/doctest.h>

namespace kontor::app {

namespace {

std::string origin(const std::string& address, const std::string& certificate = {}) {
    HttpConfig config;
    config.address = address;
    config.port = 9000;
    config.tls.certificate = certificate;
    return origin_of(config);
}

}  // namespace

TEST_CASE("links lead to the address and the port that the shop listens on") {
    CHECK(origin("127.0.0.1") == "http://127.0.0.1:9000");
    CHECK(origin("192.0.2.7", "shop.pem") == "https://192.0.2.7:9000");
    CHECK(origin("2001:db8::7") == "http://[2001:db8::7]:9000");
}

TEST_CASE("links of a shop that listens everywhere lead to this machine") {
    CHECK(origin("0.0.0.0") == "http://127.0.0.1:9000");
    CHECK(origin("::") == "http://[::1]:9000");
}

}  // namespace kontor::app
