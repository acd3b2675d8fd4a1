// What a line of each kind of file says. A product is catalog::NewProduct.
#pragma once

#include "catalog/category.hpp"

namespace kontor::app {

using Sku = platform::Text<1, 64>;

// Absent members leave what there is, null clears it.
struct VariantRecord {
    Sku sku;
    std::optional<platform::Slug> product{};  // whose it is; said for people
    std::optional<platform::Text<1, 200>> title{};
    std::optional<std::map<std::string, std::string>> options{};
    platform::Change<platform::Whole<0, 100'000'000>> weight_grams{};
    platform::Change<platform::Text<1, 64>> barcode{};
    platform::Change<catalog::NewDimensions> dimensions{};
};
BOOST_DESCRIBE_STRUCT(VariantRecord, (),
                      (sku, product, title, options, weight_grams, barcode, dimensions))

struct PriceRecord {
    static constexpr std::int64_t highest = 1'000'000'000'000;
    Sku sku;
    platform::Currency currency;
    platform::Whole<1, highest> amount;  // in minor units
    platform::Change<platform::Whole<1, highest>> compare_at{};
};
BOOST_DESCRIBE_STRUCT(PriceRecord, (), (sku, currency, amount, compare_at))

struct StockRecord {
    Sku sku;
    std::optional<platform::Text<1, 60>> location{};
    platform::Whole<0, 1'000'000'000> on_hand;
};
BOOST_DESCRIBE_STRUCT(StockRecord, (), (sku, location, on_hand))

struct CategoryRecord {
    platform::Slug slug;
    platform::Change<platform::Slug> parent{};
    platform::Text<1, 200> name;
    std::optional<platform::Whole<0, 100'000>> position{};  // among those of one parent
    platform::Change<catalog::Seo> seo{};
    platform::Change<catalog::NewCategoryTranslations> translations{};
};
BOOST_DESCRIBE_STRUCT(CategoryRecord, (), (slug, parent, name, position, seo, translations))

}  // namespace kontor::app
