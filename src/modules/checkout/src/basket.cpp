#include "basket.hpp"

namespace kontor::checkout {

pricing::QuoteRequest request_of(const store::Row& row, const cart::Contents& contents) {
    pricing::QuoteRequest request;
    request.currency = contents.currency;
    request.coupons = contents.coupons;
    request.customer = {row.customer, row.email};
    if (row.shipping_address) tax_at(request, row.shipping_address->value);
    request.vat_id = row.vat_id;
    if (row.order_id) request.purchase = row.order_id->uuid();
    for (const auto& item : contents.items) request.lines.push_back(cart::quoted(item));
    return request;
}

void tax_at(pricing::QuoteRequest& request, const shipping::Address& address) {
    request.country = address.country.value();
    request.region.reset();
    if (address.region) request.region = address.region->value();
}

shipping::Parcel parcel_of(const store::Row& row, const cart::Contents& contents,
                           const pricing::Totals& goods) {
    shipping::Parcel parcel{{}, goods.subtotal - goods.discount, 0};
    for (const auto& item : contents.items) {
        parcel.weight_grams += item.weight_grams * item.quantity;
        parcel.quantity += item.quantity;
    }
    if (!row.shipping_address) return parcel;
    const auto& address = row.shipping_address->value;
    parcel.country = address.country.value();
    if (address.region) parcel.region = address.region->value();
    parcel.postal_code = address.postal_code.value();
    return parcel;
}

bool is_fetched(const shipping::ShippingOption& option) {
    return option.kind == shipping::OptionKind::pickup;
}

namespace {

Goods goods_of(const auto& items, const shipping::Address& destination) {
    Goods goods{{}, destination.country.value()};
    for (const auto& item : items) goods.quantities.push_back({item.variant_id, item.quantity});
    return goods;
}

}  // namespace

Goods goods_of(const cart::Contents& contents, const shipping::Address& destination) {
    return goods_of(contents.items, destination);
}

Goods goods_of(const orders::Order& order) {
    return goods_of(order.items, order.shipping_address);
}

std::vector<orders::OrderItem> items_of(const cart::Contents& contents,
                                        const pricing::Calculation& calculation) {
    std::vector<orders::OrderItem> items;
    for (std::size_t index = 0; index < contents.items.size(); ++index) {
        const auto& item = contents.items[index];
        const auto& line = calculation.lines[index];
        items.push_back({orders::OrderItemId::make(), item.variant_id, item.sku, item.title,
                         item.quantity, line.unit_price, line.subtotal, line.discount, line.tax,
                         line.total, item.product_id, line.discounts, line.taxes});
    }
    return items;
}

orders::Terms terms_of(const store::Row& row, const pricing::Calculation& calculation) {
    orders::Terms terms{
        calculation.discounts, calculation.taxes, calculation.freight, {}, row.vat_id};
    for (const auto& discount : calculation.discounts)
        if (discount.code) terms.coupons.push_back(*discount.code);
    return terms;
}

payments::PaymentRequest request_of(const PaymentMeans& means, const auth::Shopper& shopper) {
    payments::PaymentRequest request;
    request.provider = means.provider.value();
    if (means.token) request.token = means.token->value();
    request.method = means.payment_method_id;
    request.customer = shopper.customer;
    return request;
}

platform::Error cart_changed(const platform::Money& current) {
    return {platform::ErrorKind::conflict,
            "cart_changed",
            "The total is no longer the one expected: show it to the customer and ask again.",
            {},
            {{"current_total", current}}};
}

}  // namespace kontor::checkout
