#include "platform/http/network.hpp"

#include "text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace kontor::platform::http {
namespace {

constexpr std::size_t longest_address = 45;
constexpr unsigned bits_before_v4 = 96;
constexpr unsigned all_bits = 128;

std::optional<unsigned> parse_bits(std::string_view text, unsigned most) {
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits > most)
        return std::nullopt;
    return bits;
}

// "192.0.2.1:4711" and "[2001:db8::1]:4711" are what some proxies write.
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
    const auto colon = text.find(':');
    return colon == text.rfind(':') ? text.substr(0, colon) : text;
}

}  // namespace

std::optional<NetworkAddress> NetworkAddress::parse(std::string_view text) {
    // The link of an address that is good on one link alone: "fe80::1%eth0".
    if (text.find(':') != text.npos) text = text.substr(0, text.find('%'));
    if (text.size() > longest_address || text.find('\0') != text.npos) return std::nullopt;
    const std::string terminated(text);
    NetworkAddress address;
    auto* bytes = address.bytes.data();
    if (inet_pton(AF_INET6, terminated.c_str(), bytes) == 1) return address;
    address.bytes[10] = address.bytes[11] = 0xFF;
    if (inet_pton(AF_INET, terminated.c_str(), bytes + bits_before_v4 / 8) != 1)
        return std::nullopt;
    return address;
}

std::string NetworkAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_v4())
        inet_ntop(AF_INET, bytes.data() + bits_before_v4 / 8, text.data(), text.size());
    else
        inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

bool NetworkAddress::is_v4() const {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
           bytes[10] == 0xFF && bytes[11] == 0xFF;
}

NetworkAddress NetworkAddress::of_one_client() const {
    auto network = *this;
    if (!is_v4()) std::fill(network.bytes.begin() + 8, network.bytes.end(), std::uint8_t{0});
    return network;
}

std::optional<Network> Network::accept(std::string text) {
    if (text.find('%') != text.npos) return std::nullopt;
    const auto slash = text.find('/');
    const auto address = NetworkAddress::parse(std::string_view(text).substr(0, slash));
    if (!address) return std::nullopt;
    const auto before = text.find(':') == text.npos ? bits_before_v4 : 0;
    std::optional<unsigned> bits(all_bits - before);
    if (slash != text.npos) bits = parse_bits(std::string_view(text).substr(slash + 1), *bits);
    if (!bits) return std::nullopt;
    Network network;
    network.text_ = std::move(text);
    network.address_ = *address;
    network.bits_ = before + *bits;
    return network;
}

bool Network::has(const NetworkAddress& address) const {
    const auto whole = bits_ / 8;
    if (!std::equal(address_.bytes.begin(), address_.bytes.begin() + whole, address.bytes.begin()))
        return false;
    if (bits_ % 8 == 0) return true;
    const auto mask = 0xFFU << (8 - bits_ % 8);
    return ((address_.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

bool any_has(const Networks& networks, const NetworkAddress& address) {
    return std::ranges::any_of(networks, [&](const auto& one) { return one.has(address); });
}

bool any_has(const Networks& networks, std::string_view address) {
    const auto parsed = NetworkAddress::parse(address);
    return parsed && any_has(networks, *parsed);
}

std::string client_behind(const Networks& trusted, const std::string& peer,
                          std::string_view forwarded_for) {
    auto client = peer;
    while (!forwarded_for.empty() && any_has(trusted, client)) {
        const auto comma = forwarded_for.rfind(',');
        const auto said = forwarded_for.substr(comma == forwarded_for.npos ? 0 : comma + 1);
        const auto address = NetworkAddress::parse(without_port(trimmed(said)));
        if (!address) break;
        client = address->text();
        forwarded_for = forwarded_for.substr(0, comma == forwarded_for.npos ? 0 : comma);
    }
    return client;
}

}  // namespace kontor::platform::http
