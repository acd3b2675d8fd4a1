// Addresses of clients and proxies, and networks of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform::http {

// Of IPv4 as it is written in IPv6, so that ::ffff:10.0.0.1 and 10.0.0.1 are one.
struct NetworkAddress {
    std::array<std::uint8_t, 16> bytes{};

    // Of "fe80::1%eth0" what stands before the name of the link.
    static std::optional<NetworkAddress> parse(std::string_view text);
    std::string text() const;
    bool is_v4() const;
    // What one client has at least: the address of IPv4, the /64 of IPv6.
    NetworkAddress of_one_client() const;
    friend bool operator==(const NetworkAddress&, const NetworkAddress&) = default;
};

// An address, or all that begin with the same bits: 10.0.0.0/8, 2001:db8::/32.
class Network {
public:
    using Base = std::string;
    static constexpr std::string_view broken = "format";

    static std::optional<Network> accept(std::string text);
    static std::string rule() {
        return "an address such as 192.0.2.1, or a network such as 10.0.0.0/8 or fd00::/8";
    }

    bool has(const NetworkAddress& address) const;
    const std::string& value() const { return text_; }

private:
    std::string text_;
    NetworkAddress address_;
    unsigned bits_ = 0;
};

using Networks = std::vector<Network>;
bool any_has(const Networks& networks, const NetworkAddress& address);
// Nothing that is no address is in a network.
bool any_has(const Networks& networks, std::string_view address);

// Who sent a request that came from this peer with that in X-Forwarded-For. A trusted proxy says
// who spoke to it by what it adds at the end; what stands before that is worth no more than the
// word of whoever wrote it. So from the end on, as long as those who say it are trusted.
std::string client_behind(const Networks& trusted, const std::string& peer,
                          std::string_view forwarded_for);

}  // namespace kontor::platform::http
