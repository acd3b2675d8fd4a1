// From a cart's contents to what is shipped, paid and ordered. Pure.
#pragma once

#include "checkout/checkout.hpp"
#include "inventory/inventory.hpp"

namespace kontor::checkout {

shipping::Parcel parcel_of(const cart::Contents& contents, const std::string& country);

std::vector<inventory::Quantity> quantities_of(const cart::Contents& contents);

pricing::PricedBasket price(const cart::Contents& contents, const platform::Money& shipping,
                            const pricing::TaxRate& tax);

std::vector<orders::OrderItem> items_of(const cart::Contents& contents,
                                        const pricing::PricedBasket& priced);

}  // namespace kontor::checkout
