#pragma once

#include "pricing/calculation.hpp"

namespace kontor::pricing {

// What a line comes to, kept on what is sold by it.
template <class Item>
void keep_sums(Item& item, const CalculatedLine& line) {
    item.subtotal = line.subtotal;
    item.discount = line.discount;
    item.tax = line.tax;
    item.total = line.total;
}

}  // namespace kontor::pricing
