// What sending costs, and who carries it.
#pragma once

#include "inventory/locations.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "shipping/shipping.hpp"

#include <memory>

namespace kontor::shipping {

// A carrier that speaks the protocol of docs/shipping.md; without an address there is none.
struct CarrierConfig {
    std::string name = "carrier";  // as methods and webhooks name it
    std::string url{};
    std::string secret{};
    std::string former_secret{};  // still taken while it is being replaced
    std::int64_t deadline_ms = 2000;
    std::int64_t rates_good_for_minutes = 15;
};
BOOST_DESCRIBE_STRUCT(CarrierConfig, (),
                      (name, url, secret, former_secret, deadline_ms, rates_good_for_minutes))

struct Config {
    CarrierConfig carrier;
    std::string label_directory{};  // empty: labels in the data directory
};
BOOST_DESCRIBE_STRUCT(Config, (), (carrier, label_directory))

// Throws std::invalid_argument, naming the key, for values that cannot be meant.
void check(const Config& config);

class Carrier;

// Rates are remembered for some seconds, and what carriers said for longer. Thread-safe.
class Freight {
public:
    // As check().
    Freight(platform::Database& database, const platform::Clock& clock,
            inventory::Locations& locations, const Config& config);
    ~Freight();
    Freight(const Freight&) = delete;

    // Cheapest first. What is not fetched is sent to the countries that some location serves.
    std::vector<ShippingOption> options(const Parcel& parcel);
    // Staff changed zones, methods or rates.
    void forget_rates();

    // Nothing where no carrier has the name.
    Carrier* carrier(const std::string& name) const;
    inventory::Locations& locations() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::shipping
