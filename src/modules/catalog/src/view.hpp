// A product as HTTP shows it.
#pragma once

#include "catalog/product.hpp"
#include "inventory/inventory.hpp"

namespace kontor::catalog {

struct VariantView {
    VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::optional<platform::Money> price;
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::int64_t> weight_grams;
};
BOOST_DESCRIBE_STRUCT(VariantView, (),
                      (id, sku, title, options, price, compare_at_price, available, weight_grams))

// What shoppers see, in the shop's currency.
struct ProductView {
    ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;  // of the cheapest variant
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::string> image_url;
    std::string description;
    Status status{};
    std::vector<CategoryReference> categories;
    std::map<std::string, AttributeValue> attributes;
    std::vector<Option> options;
    std::vector<Image> images;
    Seo seo;
    std::vector<VariantView> variants;
};
BOOST_DESCRIBE_STRUCT(ProductView, (),
                      (id, slug, title, price, compare_at_price, available, image_url, description,
                       status, categories, attributes, options, images, seo, variants))

struct StaffVariantView {
    VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::optional<platform::Money> price;
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::int64_t> weight_grams;
    std::vector<platform::Money> prices;
    std::vector<platform::Money> compare_at;
    std::int64_t stock = 0;  // what can still be sold
};
BOOST_DESCRIBE_STRUCT(StaffVariantView, (),
                      (id, sku, title, options, price, compare_at_price, available, weight_grams,
                       prices, compare_at, stock))

// What staff see beyond that: every price, stock and times.
struct StaffProductView {
    ProductId id;
    std::string slug;
    std::string title;
    std::optional<platform::Money> price;
    std::optional<platform::Money> compare_at_price;
    bool available = false;
    std::optional<std::string> image_url;
    std::string description;
    Status status{};
    std::vector<CategoryReference> categories;
    std::map<std::string, AttributeValue> attributes;
    std::vector<Option> options;
    std::vector<Image> images;
    Seo seo;
    std::vector<StaffVariantView> variants;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(StaffProductView, (),
                      (id, slug, title, price, compare_at_price, available, image_url, description,
                       status, categories, attributes, options, images, seo, variants, created_at,
                       updated_at))

std::vector<VariantId> variant_ids(const std::vector<Product>& products);

// stock: of every variant of the product.
ProductView view_of(Product product, const std::vector<inventory::Quantity>& stock,
                    platform::Currency currency);
StaffProductView staff_view_of(Product product, const std::vector<inventory::Quantity>& stock,
                               platform::Currency currency);

}  // namespace kontor::catalog
