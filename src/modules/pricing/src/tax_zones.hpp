#pragma once

#include "pricing/module.hpp"
#include "tax_zone_store.hpp"

#include <functional>

namespace kontor::pricing {

// What staff do with taxes. Where there is any zone, one is home. Thread-safe.
class TaxZones {
public:
    // Refuses when what is there is not what the change was made from.
    using Unchanged = std::function<platform::Result<>(const TaxZone&)>;

    explicit TaxZones(const Backing& backing) : backing_(backing) {}

    // The first zone is home, whatever it says; a later one that is home takes that over. Refuses
    // pricing.bad_tax_zone (invalid).
    platform::Result<TaxZone> create(const TaxZoneBody& body) const;
    // Refuses pricing.no_such_tax_zone (not_found), pricing.bad_tax_zone, pricing.home_zone_needed
    // (conflict).
    platform::Result<TaxZone> replace(const TaxZoneId& id, const TaxZoneBody& body,
                                      const Unchanged& unchanged) const;
    platform::Result<> remove(const TaxZoneId& id, const Unchanged& unchanged) const;
    platform::Result<TaxZone> find(const TaxZoneId& id) const;
    // Home first, then by name.
    std::vector<TaxZone> list() const;

private:
    Backing backing_;
};

}  // namespace kontor::pricing
