#pragma once

#include "catalog/ids.hpp"
#include "inventory/locations.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory::store {

std::vector<Location> all_locations(platform::Reader& reader);
std::optional<Location> location_of(platform::Reader& reader, const std::string& code);
// Nobody finds the location, or moves goods there, before the transaction ends.
std::optional<Location> lock_location(platform::Tx& tx, const std::string& code);

// False where another has its code.
bool insert(platform::Tx& tx, const Location& location);
void update(platform::Tx& tx, const Location& location);
// Deferred; what it had no goods of is forgotten.
void remove(platform::Tx& tx, const LocationId& id, platform::Time now);

std::int64_t last_priority(platform::Reader& reader);
bool is_last(platform::Reader& reader);
// Deferred: nothing moves there before the transaction ends.
void lock_levels(platform::Tx& tx, const LocationId& id);
// Goods that lie there or are promised from there, are on their way, or being counted, or whose
// receipt is still to be booked there.
bool is_in_use(platform::Reader& reader, const LocationId& id);
// That can be sold from there.
std::vector<catalog::VariantId> sold_from(platform::Reader& reader, const LocationId& id);

}  // namespace kontor::inventory::store
