#pragma once

#include "shipping/shipping.hpp"

namespace kontor::shipping {

enum class Basis { flat, weight, subtotal, quantity };
BOOST_DESCRIBE_ENUM(Basis, flat, weight, subtotal, quantity)

// What a method costs from a weight, a subtotal or a number of pieces on; no price: it is not
// offered from there on.
struct Step {
    std::int64_t from_value = 0;
    std::optional<std::int64_t> price;
};

// A country, or of one a region, or what a postal code begins with. Empty: every one.
struct Area {
    std::string country;
    std::string region{};
    std::string postal_prefix{};
    friend auto operator<=>(const Area&, const Area&) = default;
};

// A method of a zone, priced in one currency.
struct Tariff {
    std::string id;
    std::string name;
    std::vector<Area> areas;
    bool everywhere = false;
    Basis basis = Basis::flat;
    platform::Currency currency;
    std::int64_t min_days = 0;
    std::int64_t max_days = 0;
    std::vector<Step> steps;  // by from_value
    std::optional<std::int64_t> free_from{};
    OptionKind kind = OptionKind::delivery;
    std::optional<std::string> carrier{};
    std::optional<std::string> service{};
    std::optional<std::string> location{};
    std::optional<Address> address{};  // of the location
};

// What a carrier said that a service takes.
struct Quote {
    std::string carrier;
    std::string service;
    platform::Money price;
};
BOOST_DESCRIBE_STRUCT(Quote, (), (carrier, service, price))

// As places are compared: "US-CA", "ca" and "CA" are one region of the US.
std::string normal_region(std::string_view region, const std::string& country);
std::string normal_postal_code(std::string_view code);

// The tariffs whose zone names the parcel's place most closely: a postal code by its longest
// beginning, a region, a country, and at last those that hold everywhere. Without a country all
// pick-ups.
std::vector<Tariff> tariffs_at(const Parcel& parcel, const std::vector<Tariff>& tariffs);

// Cheapest first, of several with one id only the first. What a carrier said counts before the
// tariff's own steps.
std::vector<ShippingOption> options_for(const Parcel& parcel, const std::vector<Tariff>& tariffs,
                                        const std::vector<Quote>& quotes = {});

}  // namespace kontor::shipping
