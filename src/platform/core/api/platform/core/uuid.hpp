#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

// A new UUIDv7 (RFC 9562): ordered by time, and strictly increasing within this process.
// Thread-safe.
Uuid new_uuid();

// 8-4-4-4-12 in lower case, as PostgreSQL prints it.
std::string to_string(const Uuid& uuid);
std::optional<Uuid> parse_uuid(std::string_view text);

// A TypeID's text: "<prefix>_" and 26 digits of Crockford base 32.
std::string to_typeid(std::string_view prefix, const Uuid& uuid);
std::optional<Uuid> parse_typeid(std::string_view prefix, std::string_view text);

}  // namespace kontor::platform

template <>
struct std::hash<kontor::platform::Uuid> {
    std::size_t operator()(const kontor::platform::Uuid& uuid) const noexcept;
};
