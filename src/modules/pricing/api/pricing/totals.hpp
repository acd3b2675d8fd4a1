#pragma once

#include "platform/core/money.hpp"

namespace kontor::pricing {

// total = subtotal - discount + shipping + (tax - tax_included).
struct Totals {
    platform::Money subtotal;
    platform::Money discount;
    platform::Money shipping;
    platform::Money tax;           // all of it
    platform::Money tax_included;  // the part that the prices contain already
    platform::Money total;         // what is paid
    friend bool operator==(const Totals&, const Totals&) = default;
};
BOOST_DESCRIBE_STRUCT(Totals, (), (subtotal, discount, shipping, tax, tax_included, total))

}  // namespace kontor::pricing
