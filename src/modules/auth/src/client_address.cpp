#include "client_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>

#include <algorithm>

namespace kontor::auth {

namespace {

using namespace boost::asio::ip;

bool is_public(const address_v4& address) {
    static const network_v4 own[]{
        make_network_v4("10.0.0.0/8"),     make_network_v4("172.16.0.0/12"),
        make_network_v4("192.168.0.0/16"), make_network_v4("127.0.0.0/8"),
        make_network_v4("169.254.0.0/16"), make_network_v4("100.64.0.0/10")};
    return std::ranges::none_of(own, [&](const network_v4& network) {
        return network_v4(address, network.prefix_length()).canonical() == network;
    });
}

bool is_public(const address_v6& address) {
    if (address.is_v4_mapped()) return is_public(make_address_v4(v4_mapped, address));
    const bool is_unique_local = (address.to_bytes()[0] & 0xfe) == 0xfc;
    return !address.is_loopback() && !address.is_link_local() && !is_unique_local;
}

}  // namespace

bool is_public(const std::string& text) {
    boost::system::error_code broken;
    const auto address = make_address(text, broken);
    if (broken) return false;
    return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

}  // namespace kontor::auth
