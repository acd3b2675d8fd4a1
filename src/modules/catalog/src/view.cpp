#include "view.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Currency;
using platform::Money;

namespace {

std::optional<Money> in_currency(const std::vector<Money>& prices, Currency currency) {
    const auto found = std::ranges::find(prices, currency, &Money::currency);
    if (found == prices.end()) return std::nullopt;
    return *found;
}

std::int64_t stock_of(const VariantId& variant, const std::vector<inventory::Quantity>& stock) {
    const auto found = std::ranges::find(stock, variant, &inventory::Quantity::variant);
    return found == stock.end() ? 0 : found->quantity;
}

void fill(VariantView& view, Variant& variant, std::int64_t, Currency currency) {
    view.price = in_currency(variant.prices, currency);
    view.compare_at_price = in_currency(variant.compare_at, currency);
}

void fill(StaffVariantView& view, Variant& variant, std::int64_t stock, Currency currency) {
    view.price = in_currency(variant.prices, currency);
    view.compare_at_price = in_currency(variant.compare_at, currency);
    view.prices = std::move(variant.prices);
    view.compare_at = std::move(variant.compare_at);
    view.stock = stock;
}

// The product's price is that of its cheapest variant, with what that one cost before.
template <class View>
void show_price(View& view) {
    for (const auto& variant : view.variants) {
        view.available = view.available || variant.available;
        if (!variant.price || (view.price && view.price->amount <= variant.price->amount)) continue;
        view.price = variant.price;
        view.compare_at_price = variant.compare_at_price;
    }
}

template <class View, class VariantOf>
View make_view(Product product, const std::vector<inventory::Quantity>& stock, Currency currency) {
    View view;
    view.id = product.id;
    view.slug = std::move(product.slug);
    view.title = std::move(product.title);
    view.description = std::move(product.description);
    view.status = product.status;
    view.categories = std::move(product.categories);
    view.attributes = std::move(product.attributes);
    view.options = std::move(product.options);
    view.images = std::move(product.images);
    view.seo = std::move(product.seo);
    if (!view.images.empty()) view.image_url = view.images.front().url;
    for (auto& variant : product.variants) {
        const auto quantity = stock_of(variant.id, stock);
        VariantOf shown;
        shown.id = variant.id;
        shown.sku = std::move(variant.sku);
        shown.title = std::move(variant.title);
        shown.options = std::move(variant.options);
        shown.weight_grams = variant.weight_grams;
        shown.available = quantity > 0;
        fill(shown, variant, quantity, currency);
        view.variants.push_back(std::move(shown));
    }
    show_price(view);
    return view;
}

}  // namespace

std::vector<VariantId> variant_ids(const std::vector<Product>& products) {
    std::vector<VariantId> ids;
    for (const auto& product : products)
        for (const auto& variant : product.variants) ids.push_back(variant.id);
    return ids;
}

ProductView view_of(Product product, const std::vector<inventory::Quantity>& stock,
                    Currency currency) {
    return make_view<ProductView, VariantView>(std::move(product), stock, currency);
}

StaffProductView staff_view_of(Product product, const std::vector<inventory::Quantity>& stock,
                               Currency currency) {
    const auto created_at = product.created_at;
    const auto updated_at = product.updated_at;
    auto view = make_view<StaffProductView, StaffVariantView>(std::move(product), stock, currency);
    view.created_at = created_at;
    view.updated_at = updated_at;
    return view;
}

}  // namespace kontor::catalog
