#include "view.hpp"

#include "catalog/cheapest.hpp"

namespace kontor::storefront {

namespace {

VariantView view_of(catalog::Variant variant, pricing::ShownPrice price, bool available) {
    VariantView view;
    view.id = variant.id;
    view.sku = std::move(variant.sku);
    view.title = std::move(variant.title);
    view.options = std::move(variant.options);
    view.price = price.price;
    view.compare_at_price = price.compare_at;
    view.lowest_price_30_days = price.lowest_30_days;
    if (!price.tiers.empty()) view.tiers = std::move(price.tiers);
    view.available = available;
    view.weight_grams = variant.weight_grams;
    view.barcode = std::move(variant.barcode);
    view.dimensions = variant.dimensions;
    return view;
}

}  // namespace

ProductView view_of(catalog::Product product, std::vector<pricing::ShownPrice> prices,
                    const std::vector<inventory::Quantity>& stock,
                    const std::optional<reviews::Stars>& rating) {
    ProductView view;
    view.id = product.id;
    view.slug = std::move(product.slug);
    view.title = std::move(product.title);
    view.rating = rating;
    view.description = std::move(product.description);
    view.status = product.status;
    view.categories = std::move(product.categories);
    view.attributes = std::move(product.attributes);
    view.options = std::move(product.options);
    view.images = std::move(product.images);
    view.seo = std::move(product.seo);
    if (!view.images.empty()) view.image_url = view.images.front().url;
    for (std::size_t place = 0; place < product.variants.size(); ++place) {
        const bool available = stock[place].quantity > 0;
        view.available = view.available || available;
        view.variants.push_back(
            view_of(std::move(product.variants[place]), std::move(prices[place]), available));
    }
    if (const auto* variant = catalog::cheapest(view.variants)) {
        view.price = variant->price;
        view.compare_at_price = variant->compare_at_price;
        view.lowest_price_30_days = variant->lowest_price_30_days;
    }
    return view;
}

}  // namespace kontor::storefront
