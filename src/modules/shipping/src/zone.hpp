// Zones, methods and rates as staff write and see them.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/nullable.hpp"
#include "rates.hpp"

namespace kontor::shipping {

inline constexpr std::int64_t largest_number = 1'000'000'000'000;
using Number = platform::Whole<0, largest_number>;
using Days = platform::Whole<0, 365>;
using Name = platform::Text<1, 200>;

struct AreaView {
    platform::CountryCode country;
    std::optional<platform::Text<1, 100>> region;
    std::optional<platform::Text<1, 20>> postal_code_prefix;
};
BOOST_DESCRIBE_STRUCT(AreaView, (), (country, region, postal_code_prefix))

struct ZoneBody {
    Name name;
    std::optional<bool> everywhere;
    std::optional<std::vector<AreaView>> areas;
};
BOOST_DESCRIBE_STRUCT(ZoneBody, (), (name, everywhere, areas))

struct RateStep {
    Number from;
    platform::Nullable<Number> price;  // null: not offered from there on
};
BOOST_DESCRIBE_STRUCT(RateStep, (), (from, price))

struct MethodRates {
    platform::Currency currency;
    std::optional<Number> free_from;
    std::vector<RateStep> steps;
};
BOOST_DESCRIBE_STRUCT(MethodRates, (), (currency, free_from, steps))

struct MethodBody {
    Name name;
    std::optional<OptionKind> kind;
    std::optional<Basis> basis;
    Days min_days;
    Days max_days;
    std::optional<platform::Text<1, 120>> location;
    std::optional<platform::Slug> carrier;
    std::optional<platform::Text<1, 120>> service;
    std::vector<MethodRates> rates;
};
BOOST_DESCRIBE_STRUCT(MethodBody, (),
                      (name, kind, basis, min_days, max_days, location, carrier, service, rates))

struct ShippingMethod {
    std::string id;
    std::string name;
    OptionKind kind = OptionKind::delivery;
    Basis basis = Basis::flat;
    std::int64_t min_days = 0;
    std::int64_t max_days = 0;
    std::optional<std::string> location;
    std::optional<std::string> carrier;
    std::optional<std::string> service;
    std::vector<MethodRates> rates;
};
BOOST_DESCRIBE_STRUCT(ShippingMethod, (),
                      (id, name, kind, basis, min_days, max_days, location, carrier, service,
                       rates))

struct Zone {
    std::string id;
    std::string name;
    bool everywhere = false;
    std::vector<AreaView> areas;
    std::vector<ShippingMethod> methods;
};
BOOST_DESCRIBE_STRUCT(Zone, (), (id, name, everywhere, areas, methods))

std::vector<Tariff> tariffs_of(const std::vector<Zone>& zones);

}  // namespace kontor::shipping
