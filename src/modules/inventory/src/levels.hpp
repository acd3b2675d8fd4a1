// What the store reads and writes.
#pragma once

#include "catalog/ids.hpp"
#include "inventory/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace kontor::inventory {

// What a variant that may be sold without stock counts as available.
inline constexpr std::int64_t unlimited = 1'000'000'000;

struct LevelKey {
    catalog::VariantId variant;
    LocationId location;
    friend auto operator<=>(const LevelKey&, const LevelKey&) = default;
};
BOOST_DESCRIBE_STRUCT(LevelKey, (), (variant, location))

struct StockLevel {
    catalog::VariantId variant;
    LocationId location;
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
    std::int64_t safety = 0;
    bool backorderable = false;

    LevelKey key() const { return {variant, location}; }
    std::int64_t available() const { return on_hand - allocated - reserved - safety; }
};
BOOST_DESCRIBE_STRUCT(StockLevel, (),
                      (variant, location, on_hand, allocated, reserved, safety, backorderable))

enum class HoldState { reserved, allocated, shipped };
BOOST_DESCRIBE_ENUM(HoldState, reserved, allocated, shipped)

struct Hold {
    catalog::VariantId variant;
    LocationId location;
    HoldState state{};
    std::int64_t quantity = 0;

    LevelKey key() const { return {variant, location}; }
};
BOOST_DESCRIBE_STRUCT(Hold, (), (variant, location, state, quantity))

enum class MovementKind { receive, adjust, reserve, release, allocate, deallocate, ship };
BOOST_DESCRIBE_ENUM(MovementKind, receive, adjust, reserve, release, allocate, deallocate, ship)

// A change of one level.
struct Movement {
    LevelKey level;
    MovementKind kind{};
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
};

}  // namespace kontor::inventory
