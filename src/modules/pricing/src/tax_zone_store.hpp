#pragma once

#include "platform/db/database.hpp"
#include "tax_zone.hpp"

namespace kontor::pricing::store {

// Home first, then by name.
std::vector<TaxZone> tax_zones(platform::Reader& reader);

// All deferred. There is one home at a time: leave_home() comes before another.
void insert(platform::Tx& tx, const TaxZone& zone);
void update(platform::Tx& tx, const TaxZone& zone);
void leave_home(platform::Tx& tx);
void remove(platform::Tx& tx, const TaxZoneId& id);

}  // namespace kontor::pricing::store
