#pragma once

#include "pricing/currencies.hpp"
#include "pricing/rules.hpp"

#include <string>

namespace kontor::pricing {

struct Config {
    Currencies currencies;
    // The home zone of a shop that has set up no tax zones; it is everywhere.
    std::string tax_name = "VAT";
    platform::RatePpm tax_rate_ppm = 0;
    bool prices_include_tax = true;
    TaxRounding tax_rounding = TaxRounding::line;
    std::string shipping_tax_class = standard_tax_class;
    bool coupons_return = true;  // when an order is cancelled
};

}  // namespace kontor::pricing
