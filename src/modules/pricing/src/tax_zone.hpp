// What staff write and see of taxes.
#pragma once

#include "platform/core/constrained.hpp"
#include "rule_book.hpp"

namespace kontor::pricing {

struct AreaBody {
    platform::CountryCode country;
    std::optional<platform::Text<1, 100>> region;
};
BOOST_DESCRIBE_STRUCT(AreaBody, (), (country, region))

// In the order in which taxes are worked out.
struct RateBody {
    platform::Text<1, 100> name;
    std::optional<platform::Slug> tax_class;  // default: standard
    platform::Whole<0, whole> rate_ppm;
    std::optional<bool> compound;
};
BOOST_DESCRIBE_STRUCT(RateBody, (), (name, tax_class, rate_ppm, compound))

struct TaxZoneBody {
    platform::Text<1, 200> name;
    std::optional<bool> home;
    std::optional<bool> exempts_vat_id;
    std::vector<AreaBody> areas;
    std::vector<RateBody> rates;
};
BOOST_DESCRIBE_STRUCT(TaxZoneBody, (), (name, home, exempts_vat_id, areas, rates))

}  // namespace kontor::pricing
