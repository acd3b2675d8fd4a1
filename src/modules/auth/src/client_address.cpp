#include "client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace kontor::auth {

namespace {

using Address = std::array<std::uint8_t, 16>;

// Addresses of IPv4 as they are written in IPv6.
std::optional<Address> parse(const std::string& text) {
    const bool is_v4 = text.find(':') == std::string::npos;
    Address address;
    if (inet_pton(AF_INET6, (is_v4 ? "::ffff:" + text : text).c_str(), address.data()) != 1)
        return std::nullopt;
    return address;
}

struct Network {
    Address address;
    unsigned bits;

    bool has(const Address& one) const {
        for (unsigned bit = 0; bit < bits; ++bit) {
            const auto mask = 0x80U >> bit % 8;
            if ((address[bit / 8] & mask) != (one[bit / 8] & mask)) return false;
        }
        return true;
    }
};

}  // namespace

bool is_public(const std::string& text) {
    static const std::array own{
        Network{*parse("10.0.0.0"), 104},    Network{*parse("172.16.0.0"), 108},
        Network{*parse("192.168.0.0"), 112}, Network{*parse("127.0.0.0"), 104},
        Network{*parse("169.254.0.0"), 112}, Network{*parse("100.64.0.0"), 106},
        Network{*parse("::1"), 128},         Network{*parse("fc00::"), 7},
        Network{*parse("fe80::"), 10}};
    const auto address = parse(text);
    return address &&
           std::ranges::none_of(own, [&](const Network& network) { return network.has(*address); });
}

}  // namespace kontor::auth
