// What the catalogue holds, as values.
#pragma once

#include "catalog/ids.hpp"
#include "media/media.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/money.hpp"
#include "platform/core/nullable.hpp"
#include "platform/core/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kontor::catalog {

// scheduled: published when its time comes, and not seen before.
enum class Status { draft, scheduled, published, archived };
BOOST_DESCRIBE_ENUM(Status, draft, scheduled, published, archived)

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

// Either an address that was given, or a picture of media with everything that media knows of it.
struct Image {
    std::string url;
    std::string alt;
    std::optional<media::MediaId> media_id{};
    std::optional<std::int64_t> width{};
    std::optional<std::int64_t> height{};
    std::optional<std::vector<media::Rendition>> renditions{};
    friend bool operator==(const Image&, const Image&) = default;
};
BOOST_DESCRIBE_STRUCT(Image, (), (url, alt, media_id, width, height, renditions))

// For search engines.
struct Seo {
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::string> canonical{};  // an address, or a path of this shop
    friend bool operator==(const Seo&, const Seo&) = default;
};
BOOST_DESCRIBE_STRUCT(Seo, (), (title, description, canonical))

// What there is of it in another language than the shop's first.
struct ProductTranslation {
    std::optional<std::string> title{};
    std::optional<std::string> slug{};
    std::optional<std::string> description{};
    std::optional<Seo> seo{};
    friend bool operator==(const ProductTranslation&, const ProductTranslation&) = default;
};
BOOST_DESCRIBE_STRUCT(ProductTranslation, (), (title, slug, description, seo))

// By language tag.
using ProductTranslations = std::map<std::string, ProductTranslation>;

struct Option {
    std::string name;
    std::vector<std::string> values;
    friend bool operator==(const Option&, const Option&) = default;
};
BOOST_DESCRIBE_STRUCT(Option, (), (name, values))

struct Dimensions {
    std::int64_t length_mm = 0;
    std::int64_t width_mm = 0;
    std::int64_t height_mm = 0;
    friend bool operator==(const Dimensions&, const Dimensions&) = default;
};
BOOST_DESCRIBE_STRUCT(Dimensions, (), (length_mm, width_mm, height_mm))

struct Variant {
    VariantId id;
    std::string sku;
    std::string title;
    std::map<std::string, std::string> options;
    std::vector<platform::Money> prices;      // one per currency
    std::vector<platform::Money> compare_at;  // what it cost before, per currency
    std::optional<std::int64_t> weight_grams;
    std::optional<std::string> barcode{};
    std::optional<Dimensions> dimensions{};
    friend bool operator==(const Variant&, const Variant&) = default;
};
BOOST_DESCRIBE_STRUCT(Variant, (),
                      (id, sku, title, options, prices, compare_at, weight_grams, barcode,
                       dimensions))

// A product as staff and other modules see it. Stock is inventory's.
struct Product {
    ProductId id;
    std::string slug;
    std::string title;
    std::string description;
    Status status = Status::draft;
    std::optional<platform::Time> publish_at{};
    std::optional<platform::Time> unpublish_at{};
    std::string tax_class = "standard";
    std::vector<CategoryReference> categories{};
    std::map<std::string, AttributeValue> attributes{};
    std::vector<Option> options{};  // in the order in which they are asked for
    std::vector<Image> images{};
    Seo seo{};
    ProductTranslations translations{};
    std::vector<Variant> variants{};
    platform::Time created_at;
    platform::Time updated_at;
    friend bool operator==(const Product&, const Product&) = default;
};
BOOST_DESCRIBE_STRUCT(Product, (),
                      (id, slug, title, description, status, publish_at, unpublish_at, tax_class,
                       categories, attributes, options, images, seo, translations, variants,
                       created_at, updated_at))

struct ResolvedProduct {
    Product product;
    bool redirected = false;  // found by a slug that it had once: it has moved for good
};
BOOST_DESCRIBE_STRUCT(ResolvedProduct, (), (product, redirected))

// url: https://, http:// or a path of this shop; or else the media_id of a picture.
struct NewImage {
    std::optional<platform::Text<1, 2000>> url;
    std::optional<media::MediaId> media_id;
    std::optional<platform::Text<0, 500>> alt;
};
BOOST_DESCRIBE_STRUCT(NewImage, (), (url, media_id, alt))

struct NewDimensions {
    platform::Whole<1, 1'000'000> length_mm;
    platform::Whole<1, 1'000'000> width_mm;
    platform::Whole<1, 1'000'000> height_mm;
};
BOOST_DESCRIBE_STRUCT(NewDimensions, (), (length_mm, width_mm, height_mm))

struct NewProductTranslation {
    std::optional<platform::Text<1, 300>> title;
    std::optional<platform::Slug> slug;
    std::optional<platform::Text<0, 50'000>> description;
    std::optional<Seo> seo;
};
BOOST_DESCRIBE_STRUCT(NewProductTranslation, (), (title, slug, description, seo))

using NewProductTranslations = std::map<std::string, NewProductTranslation>;

// A barcode of 8, 12, 13 or 14 digits is a GTIN, whose last digit has to be right.
struct NewVariant {
    platform::Text<1, 64> sku;
    std::optional<platform::Text<1, 200>> title;  // default: made from the options
    std::optional<std::map<std::string, std::string>> options;
    std::vector<platform::Money> prices;
    std::optional<std::vector<platform::Money>> compare_at;
    std::optional<platform::Whole<0, 1'000'000'000>> stock;
    std::optional<platform::Whole<0, 100'000'000>> weight_grams;
    std::optional<platform::Text<1, 64>> barcode{};
    std::optional<NewDimensions> dimensions{};
};
BOOST_DESCRIBE_STRUCT(NewVariant, (),
                      (sku, title, options, prices, compare_at, stock, weight_grams, barcode,
                       dimensions))

// Categories are named by slug, or by id; a slug that does not exist is created with the name
// that the slug suggests. Options: default, those of the variants in the order in which they come.
struct NewProduct {
    std::optional<platform::Slug> slug;  // default: made from the title
    platform::Text<1, 300> title;
    std::optional<platform::Text<0, 50'000>> description;
    std::optional<Status> status;  // default: published, or scheduled where publish_at is given
    std::optional<platform::Time> publish_at{};
    std::optional<platform::Time> unpublish_at{};
    std::optional<platform::Slug> tax_class{};  // default: standard
    std::optional<std::vector<std::string>> categories{};
    std::optional<std::map<std::string, AttributeValue>> attributes{};
    std::optional<std::vector<Option>> options{};
    std::optional<std::vector<NewImage>> images{};
    std::optional<Seo> seo{};
    std::optional<NewProductTranslations> translations{};
    std::vector<NewVariant> variants{};
};
BOOST_DESCRIBE_STRUCT(NewProduct, (),
                      (slug, title, description, status, publish_at, unpublish_at, tax_class,
                       categories, attributes, options, images, seo, translations, variants))

// Absent members stay as they are. unchanged_since: the updated_at that the change was made from;
// when the product has changed since then, the change is refused.
struct ProductChange {
    std::optional<platform::Slug> slug;
    std::optional<platform::Text<1, 300>> title;
    platform::Change<platform::Text<0, 50'000>> description;
    std::optional<Status> status;
    platform::Change<platform::Time> publish_at;
    platform::Change<platform::Time> unpublish_at;
    platform::Change<platform::Slug> tax_class;
    platform::Change<std::vector<std::string>> categories;
    platform::Change<std::map<std::string, AttributeValue>> attributes;
    std::optional<std::vector<Option>> options;
    platform::Change<std::vector<NewImage>> images;
    platform::Change<Seo> seo;
    platform::Change<NewProductTranslations> translations;
    std::optional<platform::Time> unchanged_since{};
};
BOOST_DESCRIBE_STRUCT(ProductChange, (),
                      (slug, title, description, status, publish_at, unpublish_at, tax_class,
                       categories, attributes, options, images, seo, translations, unchanged_since))

struct VariantChange {
    std::optional<platform::Text<1, 200>> title;
    std::optional<std::map<std::string, std::string>> options;
    std::optional<std::vector<platform::Money>> prices;
    platform::Change<std::vector<platform::Money>> compare_at;
    platform::Change<platform::Whole<0, 100'000'000>> weight_grams;
    platform::Change<platform::Text<1, 64>> barcode;
    platform::Change<NewDimensions> dimensions;
    std::optional<platform::Time> unchanged_since{};
};
BOOST_DESCRIBE_STRUCT(VariantChange, (),
                      (title, options, prices, compare_at, weight_grams, barcode, dimensions,
                       unchanged_since))

enum class Upsert { created, changed, unchanged };
BOOST_DESCRIBE_ENUM(Upsert, created, changed, unchanged)

struct Upserted {
    ProductId id;
    Upsert outcome = Upsert::unchanged;
};
BOOST_DESCRIBE_STRUCT(Upserted, (), (id, outcome))

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
