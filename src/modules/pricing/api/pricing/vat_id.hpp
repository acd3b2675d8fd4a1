#pragma once

#include "platform/core/constrained.hpp"

namespace kontor::pricing {

// A VAT identification number of the European Union, Northern Ireland, the United Kingdom, Norway
// or Switzerland, of a form that its country gives out and with the right check digit where that is
// simple; whether it was given out is not known. Upper case without separators.
struct VatIdRule {
    static constexpr std::string_view broken = "format";

    // Spaces, dots and hyphens between do not matter.
    static bool normalise(std::string& text);
    static std::string rule() { return "a VAT identification number such as DE136695976"; }
};
using VatId = platform::ConstrainedText<VatIdRule>;

std::string country_of(const VatId& id);  // ISO 3166-1 alpha-2: GR for EL, GB for XI

}  // namespace kontor::pricing
