// From a cart's contents to what is priced, shipped and ordered. Pure.
#pragma once

#include "inventory/inventory.hpp"
#include "pricing/pricing.hpp"
#include "store.hpp"

namespace kontor::checkout {

// Without freight.
pricing::QuoteRequest request_of(const store::Row& row, const cart::Contents& contents);

// Taxes are those of where the goods are handed over.
void tax_at(pricing::QuoteRequest& request, const shipping::Address& address);

// goods: what they cost without freight.
shipping::Parcel parcel_of(const store::Row& row, const cart::Contents& contents,
                           const pricing::Totals& goods);

bool is_fetched(const shipping::ShippingOption& option);

// What is taken from stock, and the country that it goes to.
struct Goods {
    std::vector<inventory::Quantity> quantities;
    std::string country;
};

Goods goods_of(const cart::Contents& contents, const shipping::Address& destination);
Goods goods_of(const orders::Order& order);

std::vector<orders::OrderItem> items_of(const cart::Contents& contents,
                                        const pricing::Calculation& calculation);

orders::Terms terms_of(const store::Row& row, const pricing::Calculation& calculation);

payments::PaymentRequest request_of(const PaymentMeans& means, const auth::Shopper& shopper);

platform::Error cart_changed(const platform::Money& current);

}  // namespace kontor::checkout
