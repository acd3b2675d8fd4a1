// A product as HTTP shows it to staff.
#pragma once

#include "catalog/product.hpp"
#include "inventory/inventory.hpp"

namespace kontor::catalog {

struct StaffVariantView {
    VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::optional<platform::Money> price;
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::int64_t> weight_grams;
    std::optional<std::string> barcode;
    std::optional<Dimensions> dimensions;
    std::vector<platform::Money> prices;
    std::vector<platform::Money> compare_at;
    std::int64_t stock = 0;  // what can still be sold
};
BOOST_DESCRIBE_STRUCT(StaffVariantView, (),
                      (id, sku, title, options, price, compare_at_price, available, weight_grams,
                       barcode, dimensions, prices, compare_at, stock))

// What staff see beyond what shoppers do: every price, language and time, and stock.
struct StaffProductView {
    ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;  // of the cheapest variant
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::string> image_url;
    std::string description;
    Status status{};
    std::optional<platform::Time> publish_at;
    std::optional<platform::Time> unpublish_at;
    std::string tax_class;
    std::vector<CategoryReference> categories;
    std::map<std::string, AttributeValue> attributes;
    std::vector<Option> options;
    std::vector<Image> images;
    Seo seo;
    ProductTranslations translations;
    std::vector<StaffVariantView> variants;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(StaffProductView, (),
                      (id, slug, title, price, compare_at_price, available, image_url, description,
                       status, publish_at, unpublish_at, tax_class, categories, attributes, options,
                       images, seo, translations, variants, created_at, updated_at))

std::vector<VariantId> variant_ids(const std::vector<Product>& products);

// stock: of every variant of the product.
StaffProductView staff_view_of(Product product, const std::vector<inventory::Quantity>& stock,
                               platform::Currency currency);

}  // namespace kontor::catalog
