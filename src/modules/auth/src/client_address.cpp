#include "client_address.hpp"

#include "platform/http/network.hpp"

namespace kontor::auth {

namespace http = platform::http;

bool is_public(const std::string& text) {
    static const auto own = [] {
        http::Networks networks;
        for (const auto* network :
             {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
              "100.64.0.0/10", "::1", "fc00::/7", "fe80::/10"})
            networks.push_back(http::Network::accept(network).value());
        return networks;
    }();
    const auto address = http::NetworkAddress::parse(text);
    return address && !http::any_has(own, *address);
}

std::string one_client(const std::string& text) {
    const auto address = http::NetworkAddress::parse(text);
    return address ? address->of_one_client().text() : text;
}

}  // namespace kontor::auth
