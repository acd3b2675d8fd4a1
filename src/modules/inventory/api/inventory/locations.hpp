#pragma once

#include "inventory/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/result.hpp"
#include "shipping/address.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::inventory {

// Where goods lie.
struct Location {
    LocationId id;
    std::string code;  // "main"
    std::string name;
    std::int64_t priority = 0;  // the lowest is sold from first
    bool enabled = true;        // sold from
    std::optional<shipping::Address> address;
    std::vector<platform::CountryCode> countries{};  // that it sends to; none: to all
};
BOOST_DESCRIBE_STRUCT(Location, (), (id, code, name, priority, enabled, address, countries))

using Priority = platform::Whole<0, 1'000'000>;

struct NewLocation {
    platform::Slug code;
    platform::Text<1, 200> name;
    std::optional<Priority> priority;  // default: after all others
    std::optional<bool> enabled;
    std::optional<shipping::Address> address;
    std::optional<std::vector<platform::CountryCode>> countries{};
};
BOOST_DESCRIBE_STRUCT(NewLocation, (), (code, name, priority, enabled, address, countries))

struct LocationChange {
    std::optional<platform::Text<1, 200>> name;
    std::optional<Priority> priority;
    std::optional<bool> enabled;
    platform::Change<shipping::Address> address;
    std::optional<std::vector<platform::CountryCode>> countries{};  // instead of those it had
};
BOOST_DESCRIBE_STRUCT(LocationChange, (), (name, priority, enabled, address, countries))

// Thread-safe.
class Locations {
public:
    virtual ~Locations() = default;

    // The one that is sold from first comes first.
    virtual std::vector<Location> list() = 0;
    // Refuses inventory.no_such_location (not_found).
    virtual platform::Result<Location> find(const std::string& code) = 0;
    // Refuses inventory.code_too_long (invalid), inventory.location_taken (conflict).
    virtual platform::Result<Location> create(const NewLocation& location) = 0;
    // Goods of a location that is not enabled stay where they are, and are not sold. What was
    // ordered from it is sent from it, whichever countries it serves from now on. Refuses
    // inventory.no_such_location.
    virtual platform::Result<Location> change(const std::string& code,
                                              const LocationChange& change) = 0;
    // Refuses inventory.no_such_location, inventory.location_in_use, inventory.last_location
    // (conflict).
    virtual platform::Result<> remove(const std::string& code) = 0;
};

}  // namespace kontor::inventory
