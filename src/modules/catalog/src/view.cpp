#include "view.hpp"

#include "catalog/cheapest.hpp"

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

StaffVariantView view_of(Variant variant, std::int64_t stock, Currency currency) {
    StaffVariantView view;
    view.id = variant.id;
    view.sku = std::move(variant.sku);
    view.title = std::move(variant.title);
    view.options = std::move(variant.options);
    view.price = in_currency(variant.prices, currency);
    view.compare_at_price = in_currency(variant.compare_at, currency);
    view.available = stock > 0;
    view.weight_grams = variant.weight_grams;
    view.barcode = std::move(variant.barcode);
    view.dimensions = variant.dimensions;
    view.prices = std::move(variant.prices);
    view.compare_at = std::move(variant.compare_at);
    view.stock = stock;
    return view;
}

}  // namespace

std::vector<VariantId> variant_ids(const std::vector<Product>& products) {
    std::vector<VariantId> ids;
    for (const auto& product : products)
        for (const auto& variant : product.variants) ids.push_back(variant.id);
    return ids;
}

StaffProductView staff_view_of(Product product, const std::vector<inventory::Quantity>& stock,
                               Currency currency) {
    StaffProductView view;
    view.id = product.id;
    view.slug = std::move(product.slug);
    view.title = std::move(product.title);
    view.description = std::move(product.description);
    view.status = product.status;
    view.publish_at = product.publish_at;
    view.unpublish_at = product.unpublish_at;
    view.tax_class = std::move(product.tax_class);
    view.categories = std::move(product.categories);
    view.attributes = std::move(product.attributes);
    view.options = std::move(product.options);
    view.images = std::move(product.images);
    view.seo = std::move(product.seo);
    view.translations = std::move(product.translations);
    if (!view.images.empty()) view.image_url = view.images.front().url;
    view.created_at = product.created_at;
    view.updated_at = product.updated_at;
    for (auto& variant : product.variants) {
        const auto quantity = stock_of(variant.id, stock);
        view.variants.push_back(view_of(std::move(variant), quantity, currency));
    }
    view.available = std::ranges::any_of(view.variants, &StaffVariantView::available);
    if (const auto* variant = cheapest(view.variants)) {
        view.price = variant->price;
        view.compare_at_price = variant->compare_at_price;
    }
    return view;
}

}  // namespace kontor::catalog
