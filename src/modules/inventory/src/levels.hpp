// What the store reads and writes.
#pragma once

#include "catalog/ids.hpp"
#include "inventory/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/time.hpp"
#include "platform/core/uuid.hpp"

#include <algorithm>
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
    bool enabled = true;                              // the location is sold from
    std::optional<std::int64_t> low_stock_threshold;  // the variant's own
    bool serves = true;                               // the country that is asked for

    LevelKey key() const { return {variant, location}; }
    std::int64_t available() const { return on_hand - allocated - reserved - safety; }
    std::int64_t for_sale() const { return enabled ? std::max<std::int64_t>(available(), 0) : 0; }
    bool sold_without_stock() const { return enabled && backorderable; }
    // Allocated, and not in the house.
    std::int64_t missing() const { return std::max<std::int64_t>(allocated - on_hand, 0); }
};
BOOST_DESCRIBE_STRUCT(StockLevel, (),
                      (variant, location, on_hand, allocated, reserved, safety, backorderable,
                       enabled, low_stock_threshold, serves))

enum class HoldState { reserved, allocated, shipped };
BOOST_DESCRIBE_ENUM(HoldState, reserved, allocated, shipped)

struct Hold {
    catalog::VariantId variant;
    LocationId location;
    HoldState state{};
    std::int64_t quantity = 0;
    bool beyond_stock = false;  // allocated when there was less on hand

    LevelKey key() const { return {variant, location}; }
};
BOOST_DESCRIBE_STRUCT(Hold, (), (variant, location, state, quantity, beyond_stock))

enum class MovementKind {
    receive,
    adjust,
    reserve,
    release,
    allocate,
    deallocate,
    ship,
    unship,
    returned,
    transfer_out,
    transfer_in
};
BOOST_DESCRIBE_ENUM(MovementKind, receive, adjust, reserve, release, allocate, deallocate, ship,
                    unship, returned, transfer_out, transfer_in)

// A change of one level.
struct Movement {
    LevelKey level;
    MovementKind kind{};
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
};

// What movements have in common that are made at once.
struct Occasion {
    platform::Time at;
    std::optional<platform::Uuid> holder{};
    std::optional<std::string> reason{};
    std::optional<platform::Uuid> cause{};  // the document they are made for
};

}  // namespace kontor::inventory
