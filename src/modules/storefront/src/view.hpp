// A product as shoppers see it.
#pragma once

#include "catalog/product.hpp"
#include "inventory/inventory.hpp"
#include "pricing/pricing.hpp"
#include "reviews/stars.hpp"

namespace kontor::storefront {

struct VariantView {
    catalog::VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::optional<platform::Money> price;
    std::optional<platform::Money> compare_at_price;
    std::optional<platform::Money> lowest_price_30_days;
    std::optional<std::vector<pricing::Tier>> tiers;
    bool available = false;
    std::optional<std::int64_t> weight_grams;
    std::optional<std::string> barcode;
    std::optional<catalog::Dimensions> dimensions;
};
BOOST_DESCRIBE_STRUCT(VariantView, (),
                      (id, sku, title, options, price, compare_at_price, lowest_price_30_days,
                       tiers, available, weight_grams, barcode, dimensions))

struct ProductView {
    catalog::ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;  // of the cheapest variant
    std::optional<platform::Money> compare_at_price;
    std::optional<platform::Money> lowest_price_30_days;
    bool available = false;
    std::optional<std::string> image_url;
    std::optional<reviews::Stars> rating;
    std::string description;
    catalog::Status status{};
    std::vector<catalog::CategoryReference> categories;
    std::map<std::string, catalog::AttributeValue> attributes;
    std::vector<catalog::Option> options;
    std::vector<catalog::Image> images;
    catalog::Seo seo;
    std::vector<VariantView> variants;
};
BOOST_DESCRIBE_STRUCT(ProductView, (),
                      (id, slug, title, price, compare_at_price, lowest_price_30_days, available,
                       image_url, rating, description, status, categories, attributes, options,
                       images, seo, variants))

// prices, stock: of the product's variants, in their order.
ProductView view_of(catalog::Product product, std::vector<pricing::ShownPrice> prices,
                    const std::vector<inventory::Quantity>& stock,
                    const std::optional<reviews::Stars>& rating);

}  // namespace kontor::storefront
