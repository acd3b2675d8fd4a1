#include "basket.hpp"

namespace kontor::checkout {

shipping::Parcel parcel_of(const cart::Contents& contents, const std::string& country) {
    shipping::Parcel parcel{country, contents.totals.subtotal - contents.totals.discount, 0};
    for (const auto& item : contents.items)
        parcel.weight_grams += item.weight_grams * item.quantity;
    return parcel;
}

std::vector<inventory::Quantity> quantities_of(const cart::Contents& contents) {
    std::vector<inventory::Quantity> quantities;
    for (const auto& item : contents.items) quantities.push_back({item.variant_id, item.quantity});
    return quantities;
}

pricing::PricedBasket price(const cart::Contents& contents, const platform::Money& shipping,
                            const pricing::TaxRate& tax) {
    pricing::Basket basket{contents.currency, {}, shipping.amount, tax};
    for (const auto& item : contents.items)
        basket.lines.push_back({item.id.uuid(), item.quantity, item.unit_price});
    return pricing::calculate(basket);
}

std::vector<orders::OrderItem> items_of(const cart::Contents& contents,
                                        const pricing::PricedBasket& priced) {
    std::vector<orders::OrderItem> items;
    for (std::size_t index = 0; index < contents.items.size(); ++index) {
        const auto& item = contents.items[index];
        const auto& line = priced.lines[index];
        items.push_back({orders::OrderItemId::make(), item.variant_id, item.sku, item.title,
                         item.quantity, item.unit_price, line.subtotal, line.discount, line.tax,
                         line.total});
    }
    return items;
}

}  // namespace kontor::checkout
