#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"

#include <optional>

namespace kontor::shipping {

struct Address {
    platform::Text<1, 200> name;
    platform::Text<1, 200> line1;
    std::optional<platform::Text<1, 200>> line2;
    platform::Text<1, 120> city;
    std::optional<platform::Text<1, 120>> region;
    platform::Text<1, 20> postal_code;
    platform::CountryCode country;
    std::optional<platform::Text<3, 40>> phone;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, line1, line2, city, region, postal_code, country, phone))

}  // namespace kontor::shipping
