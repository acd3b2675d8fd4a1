// What the catalogue holds, as values.
#pragma once

#include "catalog/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kontor::catalog {

enum class Status { draft, published, archived };
BOOST_DESCRIBE_ENUM(Status, draft, published, archived)

using AttributeValue = std::variant<bool, std::int64_t, double, std::string>;

struct CategoryReference {
    CategoryId id;
    std::string slug;
    std::string name;
    friend bool operator==(const CategoryReference&, const CategoryReference&) = default;
};
BOOST_DESCRIBE_STRUCT(CategoryReference, (), (id, slug, name))

struct CategoryNode {
    CategoryId id;
    std::string slug;
    std::string name;
    std::vector<CategoryNode> children;
    BOOST_DESCRIBE_CLASS(CategoryNode, (), (id, slug, name, children), (), ())
};

struct Image {
    std::string url;
    std::string alt;
    friend bool operator==(const Image&, const Image&) = default;
};
BOOST_DESCRIBE_STRUCT(Image, (), (url, alt))

struct Seo {
    std::optional<std::string> title;
    std::optional<std::string> description;
    friend bool operator==(const Seo&, const Seo&) = default;
};
BOOST_DESCRIBE_STRUCT(Seo, (), (title, description))

struct Option {
    std::string name;
    std::vector<std::string> values;
    friend bool operator==(const Option&, const Option&) = default;
};
BOOST_DESCRIBE_STRUCT(Option, (), (name, values))

struct Variant {
    VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::vector<platform::Money> prices;      // one per currency
    std::vector<platform::Money> compare_at;  // what it cost before, per currency
    std::optional<std::int64_t> weight_grams;
    friend bool operator==(const Variant&, const Variant&) = default;
};
BOOST_DESCRIBE_STRUCT(Variant, (), (id, sku, title, options, prices, compare_at, weight_grams))

// A product as staff and other modules see it. Stock is inventory's.
struct Product {
    ProductId id;
    std::string slug;
    std::string title;
    std::string description;
    Status status = Status::draft;
    std::vector<CategoryReference> categories;
    std::map<std::string, AttributeValue> attributes;
    std::vector<Option> options;
    std::vector<Image> images;
    Seo seo;
    std::vector<Variant> variants;
    platform::Time created_at;
    platform::Time updated_at;
    friend bool operator==(const Product&, const Product&) = default;
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, slug, title, description, status, categories, attributes, options,
                       images, seo, variants, created_at, updated_at))

struct NewImage {
    platform::Text<1, 2000> url;
    std::optional<platform::Text<0, 500>> alt;
};
BOOST_DESCRIBE_STRUCT(NewImage, (), (url, alt))

struct NewVariant {
    platform::Text<1, 64> sku;
    std::optional<platform::Text<1, 200>> title;
    std::optional<std::map<std::string, std::string>> options;
    std::vector<platform::Money> prices;
    std::optional<std::vector<platform::Money>> compare_at;
    std::optional<platform::Whole<0, 1'000'000'000>> stock;
    std::optional<platform::Whole<0, 100'000'000>> weight_grams;
};
BOOST_DESCRIBE_STRUCT(NewVariant, (),
                      (sku, title, options, prices, compare_at, stock, weight_grams))

// Categories are named by slug, or by id; a slug that does not exist is created with the name
// that the slug suggests.
struct NewProduct {
    std::optional<platform::Slug> slug;  // default: made from the title
    platform::Text<1, 300> title;
    std::optional<platform::Text<0, 50'000>> description;
    std::optional<Status> status;  // default: published
    std::optional<std::vector<std::string>> categories;
    std::optional<std::map<std::string, AttributeValue>> attributes;
    std::optional<std::vector<NewImage>> images;
    std::optional<Seo> seo;
    std::vector<NewVariant> variants;
};
BOOST_DESCRIBE_STRUCT(NewProduct, (),
                      (slug, title, description, status, categories, attributes, images, seo,
                       variants))

// Absent members stay as they are. unchanged_since: the updated_at that the change was made from;
// when the product has changed since then, the change is refused.
struct ProductChange {
    std::optional<platform::Slug> slug;
    std::optional<platform::Text<1, 300>> title;
    std::optional<platform::Text<0, 50'000>> description;
    std::optional<Status> status;
    std::optional<std::vector<std::string>> categories;
    std::optional<std::map<std::string, AttributeValue>> attributes;
    std::optional<std::vector<NewImage>> images;
    std::optional<Seo> seo;
    std::optional<platform::Time> unchanged_since{};
};
BOOST_DESCRIBE_STRUCT(ProductChange, (),
                      (slug, title, description, status, categories, attributes, images, seo,
                       unchanged_since))

struct VariantChange {
    std::optional<platform::Text<1, 200>> title;
    std::optional<std::vector<platform::Money>> prices;
    std::optional<std::vector<platform::Money>> compare_at;
    std::optional<platform::Whole<0, 100'000'000>> weight_grams;
    std::optional<platform::Time> unchanged_since{};
};
BOOST_DESCRIBE_STRUCT(VariantChange, (), (title, prices, compare_at, weight_grams, unchanged_since))

// What a cart needs to know of a variant.
struct SellableVariant {
    VariantId id;
    ProductId product;
    std::string sku;
    std::string title;  // the product's, with the variant's where there are several
    std::optional<platform::Money> price;  // in the currency asked for
    std::int64_t weight_grams = 0;
    bool published = false;
    std::vector<CategoryId> categories{};  // the product's, with those that contain them
    std::string tax_class = "standard";
};
BOOST_DESCRIBE_STRUCT(SellableVariant, (),
                      (id, product, sku, title, price, weight_grams, published, categories,
                       tax_class))

}  // namespace kontor::catalog
