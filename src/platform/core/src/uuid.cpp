#include "platform/core/uuid.hpp"

#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <stdexcept>

namespace kontor::platform {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view crockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t typeid_digits = 26;

std::uint64_t random_bits() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium found no source of randomness");
    std::uint64_t bits = 0;
    randombytes_buf(&bits, sizeof bits);
    return bits;
}

// Milliseconds in the upper 48 bits, a counter in the lower 12. The counter starts in the lower
// half of its range; when it runs over, it borrows from the milliseconds to come.
std::uint64_t next_tick(std::uint64_t random) {
    static std::atomic<std::uint64_t> last{0};
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const auto fresh = (static_cast<std::uint64_t>(now.count()) << 12) | (random & 0x7FF);
    auto previous = last.load(std::memory_order_relaxed);
    auto tick = std::max(fresh, previous + 1);
    while (!last.compare_exchange_weak(previous, tick, std::memory_order_relaxed))
        tick = std::max(fresh, previous + 1);
    return tick;
}

void store_big_endian(std::uint64_t number, std::uint8_t* bytes) {
    for (int shift = 56; shift >= 0; shift -= 8)
        *bytes++ = static_cast<std::uint8_t>(number >> shift);
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hyphen_before(std::size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

Uuid new_uuid() {
    const std::uint64_t tick = next_tick(random_bits());
    constexpr std::uint64_t version = 7ULL << 12;
    constexpr std::uint64_t variant = 2ULL << 62;
    Uuid uuid;
    store_big_endian((tick >> 12 << 16) | version | (tick & 0xFFF), uuid.bytes.data());
    store_big_endian(variant | (random_bits() >> 2), uuid.bytes.data() + 8);
    return uuid;
}

std::string to_string(const Uuid& uuid) {
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
        if (hyphen_before(i)) text += '-';
        text += hex_digits[uuid.bytes[i] >> 4];
        text += hex_digits[uuid.bytes[i] & 0xF];
    }
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid;
    std::size_t at = 0;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i, at += 2) {
        if (hyphen_before(i) && text[at++] != '-') return std::nullopt;
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        uuid.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return uuid;
}

std::string to_typeid(std::string_view prefix, const Uuid& uuid) {
    std::string text(prefix);
    text += '_';
    // 26 digits hold 130 bits: two leading zero bits, then the uuid.
    unsigned pending = 0;
    int bits = 2;
    for (const auto byte : uuid.bytes) {
        pending = pending << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5) text += crockford[pending >> (bits - 5) & 31];
        pending &= 31;
    }
    return text;
}

std::optional<Uuid> parse_typeid(std::string_view prefix, std::string_view text) {
    if (text.size() != prefix.size() + 1 + typeid_digits) return std::nullopt;
    if (!text.starts_with(prefix) || text[prefix.size()] != '_') return std::nullopt;
    text.remove_prefix(prefix.size() + 1);
    if (text.front() > '7') return std::nullopt;

    Uuid uuid;
    auto byte = uuid.bytes.begin();
    unsigned pending = 0;
    int bits = -2;
    for (const char c : text) {
        const auto digit = crockford.find(c);
        if (digit == crockford.npos) return std::nullopt;
        pending = pending << 5 | static_cast<unsigned>(digit);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        *byte++ = static_cast<std::uint8_t>(pending >> bits);
        pending &= (1u << bits) - 1;
    }
    return uuid;
}

}  // namespace kontor::platform

std::size_t std::hash<kontor::platform::Uuid>::operator()(
    const kontor::platform::Uuid& uuid) const noexcept {
    std::uint64_t high;
    std::uint64_t low;
    std::memcpy(&high, uuid.bytes.data(), sizeof high);
    std::memcpy(&low, uuid.bytes.data() + 8, sizeof low);
    return (high * 0x9E3779B97F4A7C15ULL) ^ low;
}
