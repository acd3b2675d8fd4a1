#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/line.hpp"

#include <optional>

namespace kontor::shipping {

struct Address {
    platform::Line<1, 200> name;
    platform::Line<1, 200> line1;
    std::optional<platform::Line<1, 200>> line2;
    platform::Line<1, 120> city;
    std::optional<platform::Line<1, 120>> region;
    platform::Line<1, 20> postal_code;
    platform::CountryCode country;
    std::optional<platform::Line<3, 40>> phone;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, line1, line2, city, region, postal_code, country, phone))

}  // namespace kontor::shipping
