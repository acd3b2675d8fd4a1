#pragma once

#include "shipping/shipping.hpp"

namespace kontor::shipping {

enum class Basis { flat, weight, subtotal };
BOOST_DESCRIBE_ENUM(Basis, flat, weight, subtotal)

// What a method costs from a weight or a subtotal on; no price: it is not offered from there on.
struct Step {
    std::int64_t from_value = 0;
    std::optional<std::int64_t> price;
};

// A method of a zone, priced in one currency.
struct Tariff {
    std::string id;
    std::string name;
    std::vector<std::string> countries;
    bool everywhere = false;
    Basis basis = Basis::flat;
    platform::Currency currency;
    std::int64_t min_days = 0;
    std::int64_t max_days = 0;
    std::vector<Step> steps;  // by from_value
};

// Cheapest first. The tariffs that name the parcel's country count; where none does, those that
// hold everywhere.
std::vector<ShippingOption> options_for(const Parcel& parcel, const std::vector<Tariff>& tariffs);

}  // namespace kontor::shipping
