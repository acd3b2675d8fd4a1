#include "export/documents.hpp"

#include <algorithm>

namespace kontor::app {

using platform::Money;

namespace {

// What the shop keeps fulfils the rule that it was taken by.
template <class T>
T kept(typename T::Base value) {
    auto accepted = T::accept(std::move(value));
    if (!accepted) throw std::logic_error("a stored value breaks its rule: " + T::rule());
    return *std::move(accepted);
}

template <class T>
std::optional<T> kept(const std::optional<typename T::Base>& value) {
    if (!value) return std::nullopt;
    return kept<T>(*value);
}

template <class T>
std::optional<T> unless_empty(T value) {
    if (value.empty()) return std::nullopt;
    return value;
}

std::optional<catalog::Seo> unless_empty(const catalog::Seo& seo) {
    if (seo == catalog::Seo{}) return std::nullopt;
    return seo;
}

catalog::NewDimensions document_of(const catalog::Dimensions& dimensions) {
    using Millimetres = decltype(catalog::NewDimensions::length_mm);
    return {kept<Millimetres>(dimensions.length_mm), kept<Millimetres>(dimensions.width_mm),
            kept<Millimetres>(dimensions.height_mm)};
}

std::vector<catalog::NewImage> documents_of(const std::vector<catalog::Image>& images) {
    std::vector<catalog::NewImage> documents;
    for (const auto& image : images) {
        catalog::NewImage document;
        if (image.media_id)
            document.media_id = image.media_id;
        else
            document.url = kept<platform::Text<1, 2000>>(image.url);
        if (!image.alt.empty()) document.alt = kept<platform::Text<0, 500>>(image.alt);
        documents.push_back(std::move(document));
    }
    return documents;
}

catalog::NewProductTranslations documents_of(const catalog::ProductTranslations& translations) {
    catalog::NewProductTranslations documents;
    for (const auto& [language, translation] : translations)
        documents[language] = {
            kept<platform::Text<1, 300>>(translation.title), kept<platform::Slug>(translation.slug),
            kept<platform::Text<0, 50'000>>(translation.description), translation.seo};
    return documents;
}

catalog::NewCategoryTranslations documents_of(const catalog::CategoryTranslations& translations) {
    catalog::NewCategoryTranslations documents;
    for (const auto& [language, translation] : translations)
        documents[language] = {kept<platform::Text<1, 200>>(translation.name),
                               kept<platform::Slug>(translation.slug), translation.seo};
    return documents;
}

catalog::NewVariant document_of(const catalog::Variant& variant) {
    catalog::NewVariant document;
    document.sku = kept<Sku>(variant.sku);
    document.title = kept<platform::Text<1, 200>>(variant.title);
    document.options = unless_empty(variant.options);
    document.prices = variant.prices;
    document.compare_at = unless_empty(variant.compare_at);
    document.weight_grams = kept<platform::Whole<0, 100'000'000>>(variant.weight_grams);
    document.barcode = kept<platform::Text<1, 64>>(variant.barcode);
    if (variant.dimensions) document.dimensions = document_of(*variant.dimensions);
    return document;
}

// The options that a product has when nothing is said about their order.
std::vector<catalog::Option> options_in_order_of(const std::vector<catalog::Variant>& variants) {
    std::vector<catalog::Option> options;
    for (const auto& variant : variants)
        for (const auto& [name, value] : variant.options) {
            auto option = std::ranges::find(options, name, &catalog::Option::name);
            if (option == options.end()) option = options.insert(option, {name, {}});
            if (std::ranges::find(option->values, value) == option->values.end())
                option->values.push_back(value);
        }
    return options;
}

}  // namespace

catalog::NewProduct document_of(const catalog::Product& product) {
    catalog::NewProduct document;
    document.slug = kept<platform::Slug>(product.slug);
    document.title = kept<platform::Text<1, 300>>(product.title);
    if (!product.description.empty())
        document.description = kept<platform::Text<0, 50'000>>(product.description);
    document.status = product.status;
    document.publish_at = product.publish_at;
    document.unpublish_at = product.unpublish_at;
    if (product.tax_class != "standard")
        document.tax_class = kept<platform::Slug>(product.tax_class);
    std::vector<std::string> categories;
    for (const auto& category : product.categories) categories.push_back(category.slug);
    document.categories = unless_empty(std::move(categories));
    document.attributes = unless_empty(product.attributes);
    if (product.options != options_in_order_of(product.variants))
        document.options = product.options;
    document.images = unless_empty(documents_of(product.images));
    document.seo = unless_empty(product.seo);
    document.translations = unless_empty(documents_of(product.translations));
    for (const auto& variant : product.variants) document.variants.push_back(document_of(variant));
    return document;
}

std::vector<VariantRecord> variant_records_of(const catalog::Product& product,
                                              const catalog::Variant& variant) {
    VariantRecord record;
    record.sku = kept<Sku>(variant.sku);
    record.product = kept<platform::Slug>(product.slug);
    record.title = kept<platform::Text<1, 200>>(variant.title);
    record.options = variant.options;
    record.weight_grams.emplace().value =
        kept<platform::Whole<0, 100'000'000>>(variant.weight_grams);
    record.barcode.emplace().value = kept<platform::Text<1, 64>>(variant.barcode);
    record.dimensions.emplace();
    if (variant.dimensions) record.dimensions->value = document_of(*variant.dimensions);
    return {std::move(record)};
}

std::vector<PriceRecord> price_records_of(const catalog::Product&,
                                          const catalog::Variant& variant) {
    using Amount = platform::Whole<1, PriceRecord::highest>;
    std::vector<PriceRecord> records;
    for (const auto& price : variant.prices) {
        PriceRecord record{kept<Sku>(variant.sku), price.currency, kept<Amount>(price.amount), {}};
        record.compare_at.emplace();
        const auto before = std::ranges::find(variant.compare_at, price.currency, &Money::currency);
        if (before != variant.compare_at.end())
            record.compare_at->value = kept<Amount>(before->amount);
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<StockRecord> stock_records_of(const inventory::StockItem& item) {
    std::vector<StockRecord> records;
    for (const auto& level : item.levels)
        records.push_back({kept<Sku>(item.sku), kept<platform::Text<1, 60>>(level.location),
                           kept<platform::Whole<0, 1'000'000'000>>(level.on_hand)});
    return records;
}

std::vector<CategoryRecord> category_records_of(const std::vector<catalog::Category>& tree) {
    std::map<catalog::CategoryId, std::string> slugs;
    std::map<std::optional<catalog::CategoryId>, std::int64_t> children;
    std::vector<CategoryRecord> records;
    for (const auto& category : tree) {
        slugs[category.id] = category.slug;
        CategoryRecord record;
        record.slug = kept<platform::Slug>(category.slug);
        record.parent.emplace();
        if (category.parent)
            record.parent->value = kept<platform::Slug>(slugs.at(*category.parent));
        record.name = kept<platform::Text<1, 200>>(category.name);
        record.position = kept<platform::Whole<0, 100'000>>(children[category.parent]++);
        record.seo.emplace().value = unless_empty(category.seo);
        record.translations.emplace().value = unless_empty(documents_of(category.translations));
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace kontor::app
