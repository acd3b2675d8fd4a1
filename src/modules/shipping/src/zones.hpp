#pragma once

#include "shipping/module.hpp"
#include "zone.hpp"

namespace kontor::shipping {

// What staff do with zones, methods and rates. Thread-safe.
class Zones {
public:
    explicit Zones(const Backing& backing) : backing_(backing) {}

    std::vector<Zone> list() const;
    // Refuses shipping.no_such_zone (not_found).
    platform::Result<Zone> find(const std::string& zone) const;
    // Makes the zone, or changes it. Refuses shipping.bad_zone (invalid).
    platform::Result<Zone> put(const std::string& zone, const ZoneBody& body) const;
    platform::Result<> remove(const std::string& zone) const;
    // Refuses shipping.no_such_zone, shipping.bad_method (invalid).
    platform::Result<Zone> put_method(const std::string& zone, const std::string& method,
                                      const MethodBody& body) const;
    // Refuses shipping.no_such_method (not_found).
    platform::Result<> remove_method(const std::string& zone, const std::string& method) const;

private:
    Backing backing_;
};

}  // namespace kontor::shipping
