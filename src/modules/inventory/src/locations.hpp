#pragma once

#include "inventory/module.hpp"

namespace kontor::inventory {

class LocationService final : public Locations {
public:
    explicit LocationService(const Backing& backing) : backing_(backing) {}

    std::vector<Location> list() override;
    platform::Result<Location> find(const std::string& code) override;
    platform::Result<Location> create(const NewLocation& location) override;
    platform::Result<Location> change(const std::string& code,
                                      const LocationChange& change) override;
    platform::Result<> remove(const std::string& code) override;

private:
    Backing backing_;
};

}  // namespace kontor::inventory
