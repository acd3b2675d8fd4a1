#include "platform/http/network.hpp"
#include "platform/http/origin.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform::http;

namespace {

Networks networks(const std::vector<std::string>& texts) {
    Networks all;
    for (const auto& text : texts) all.push_back(Network::accept(text).value());
    return all;
}

bool has(const std::string& network, const std::string& address) {
    return any_has(networks({network}), address);
}

std::string one_client(const std::string& address) {
    return NetworkAddress::parse(address).value().of_one_client().text();
}

}  // namespace

TEST_CASE("a network has the addresses that begin with its bits") {
    CHECK(has("10.0.0.0/8", "10.255.0.1"));
    CHECK_FALSE(has("10.0.0.0/8", "11.0.0.1"));
    CHECK(has("192.0.2.128/25", "192.0.2.255"));
    CHECK_FALSE(has("192.0.2.128/25", "192.0.2.127"));
    CHECK(has("192.0.2.1", "192.0.2.1"));
    CHECK_FALSE(has("192.0.2.1", "192.0.2.2"));
    CHECK(has("0.0.0.0/0", "203.0.113.9"));
    CHECK_FALSE(has("0.0.0.0/0", "2001:db8::1"));
    CHECK(has("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK_FALSE(has("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(has("::/0", "2001:db8::1"));
    CHECK_FALSE(has("10.0.0.0/8", "no address"));
}

TEST_CASE("an address of IPv4 is the same as it is written in IPv6") {
    CHECK(has("10.0.0.0/8", "::ffff:10.1.2.3"));
    CHECK(has("::ffff:10.0.0.0/104", "10.1.2.3"));
    CHECK(NetworkAddress::parse("::ffff:10.1.2.3")->text() == "10.1.2.3");
}

TEST_CASE("an address that is good on one link alone is one, whatever the link is called") {
    CHECK(NetworkAddress::parse("fe80::1%eth0")->text() == "fe80::1");
    CHECK(NetworkAddress::parse("fe80::1%" + std::string(60, 'x'))->text() == "fe80::1");
    CHECK(has("fe80::/10", "fe80::1%2"));
    CHECK_FALSE(NetworkAddress::parse("10.0.0.1%eth0").has_value());
    CHECK(client_behind(networks({"fe80::/10"}), "fe80::1", "fe80::2%eth0") == "fe80::2");
}

TEST_CASE("what is no network is refused") {
    for (const auto* text : {"", "10.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ",
                             " 10.0.0.0/8", "2001:db8::/129", "fe80::1%eth0", "fe80::%eth0/64",
                             "shop.example", "10.0.0.0/8/8", "10.0.0.256", "[::1]"}) {
        CAPTURE(text);
        CHECK_FALSE(Network::accept(text).has_value());
    }
    CHECK_FALSE(Network::accept(std::string("10.0.0.1\0", 9)).has_value());
}

TEST_CASE("one client has an address of IPv4 or a /64 of IPv6") {
    CHECK(one_client("192.0.2.1") == "192.0.2.1");
    CHECK(one_client("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
}

TEST_CASE("only who is trusted says whom it speaks for, read from the end") {
    const auto trusted = networks({"10.0.0.0/8", "::1"});
    const auto client = [&](const std::string& peer, std::string_view forwarded_for) {
        return client_behind(trusted, peer, forwarded_for);
    };
    CHECK(client("203.0.113.9", "198.51.100.1") == "203.0.113.9");
    CHECK(client("10.0.0.1", "") == "10.0.0.1");
    CHECK(client("10.0.0.1", "198.51.100.1") == "198.51.100.1");
    CHECK(client("10.0.0.1", "1.2.3.4, 198.51.100.1") == "198.51.100.1");
    CHECK(client("10.0.0.1", "1.2.3.4, 198.51.100.1 ,10.9.9.9") == "198.51.100.1");
    CHECK(client("10.0.0.1", "10.1.1.1,10.2.2.2") == "10.1.1.1");
    CHECK(client("::1", "2001:DB8::7") == "2001:db8::7");
    CHECK(client("10.0.0.1", "198.51.100.1:4711") == "198.51.100.1");
    CHECK(client("10.0.0.1", "[2001:db8::7]:4711") == "2001:db8::7");
}

TEST_CASE("what a proxy says that is no address leaves it the client") {
    const auto trusted = networks({"10.0.0.0/8"});
    for (const auto* said : {"unknown", ",", "1.2.3.4,", "[", "[]", "]:1", ":", "_hidden",
                             "1.2.3.4, \x01", "198.51.100.1 198.51.100.2"}) {
        CAPTURE(said);
        CHECK(client_behind(trusted, "10.0.0.1", said) == "10.0.0.1");
    }
    CHECK(client_behind(trusted, "10.0.0.1", std::string(100'000, ',')) == "10.0.0.1");
}

TEST_CASE("an origin with the port of its scheme is refused, because no browser writes it so") {
    for (const auto* text : {"https://a.example:443", "http://a.example:80", "https://[::1]:443"})
        CHECK_FALSE(Origin::accept(text).has_value());
    CHECK(Origin::rule().find("without a port where it is the scheme's own") != std::string::npos);
}

TEST_CASE("an origin is a scheme, a host and maybe a port") {
    for (const auto* text : {"https://www.shop.example", "http://localhost:3000", "http://[::1]:8",
                             "https://[::1]", "https://a:65535", "https://a:80", "http://a:443"})
        CHECK(Origin::accept(text).has_value());
    for (const auto* text :
         {"", "*", "null", "www.shop.example", "https://", "https://shop/", "https://Shop.example",
          "ftp://shop", "https://a b", "https://a\r\n", "https://:8443",
          "https://a:", "https://a:1:2", "https://a:b", "https://a:-1", "https://a:0",
          "https://a:08", "https://a:65536", "https://a:99999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(Origin::accept(text).has_value());
    }
}
