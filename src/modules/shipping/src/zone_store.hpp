#pragma once

#include "platform/db/database.hpp"
#include "zone.hpp"

namespace kontor::shipping::store {

// By their ids, as are their methods.
std::vector<Zone> zones(platform::Reader& reader);

// Those who write zones come one after another.
void lock_zones(platform::Tx& tx);
// Both deferred; each replaces what there was under the id. A zone keeps its methods.
void put(platform::Tx& tx, const Zone& zone);
void put(platform::Tx& tx, const std::string& zone, const ShippingMethod& method);
// False where there was none.
bool remove_zone(platform::Tx& tx, const std::string& zone);
bool remove_method(platform::Tx& tx, const std::string& zone, const std::string& method);

}  // namespace kontor::shipping::store
