#include "draft.hpp"

#include "checks.hpp"
#include "parts.hpp"

#include <algorithm>
#include <functional>

namespace kontor::catalog {

using platform::Money;
using platform::Result;

namespace {

std::string title_of(const NewVariant& request, const std::string& product_title) {
    if (request.title) return *request.title;
    std::string title;
    for (const auto& [name, value] : request.options.value_or(std::map<std::string, std::string>{}))
        title.append(title.empty() ? "" : " / ").append(value);
    return title.empty() ? product_title : title;
}

// Those wanted come first and in the order wanted, then the others as they are.
template <class T, class Name = std::identity>
void bring_forward(std::vector<T>& items, const std::vector<T>& wanted, Name name_of = {}) {
    for (auto last = wanted.rbegin(); last != wanted.rend(); ++last) {
        const auto item = std::ranges::find(items, std::invoke(name_of, *last), name_of);
        if (item != items.end()) std::rotate(items.begin(), item, item + 1);
    }
}

std::string slug_of(const NewProduct& request, const ProductId& id) {
    if (request.slug) return *request.slug;
    const auto slug = slug_from(request.title.value());
    return slug.empty() ? "product-" + id.text().substr(id.text().find('_') + 1) : slug;
}

void describe(Product& product, const NewProduct& request) {
    product.title = request.title;
    if (request.description) product.description = *request.description;
    product.status =
        request.status.value_or(request.publish_at ? Status::scheduled : Status::published);
    product.publish_at = request.publish_at;
    product.unpublish_at = request.unpublish_at;
    if (request.tax_class) product.tax_class = *request.tax_class;
    if (request.attributes) product.attributes = *request.attributes;
    product.seo = request.seo.value_or(Seo{});
    if (request.translations)
        product.translations = translations_of<ProductTranslation>(*request.translations);
}

}  // namespace

Dimensions dimensions_of(const NewDimensions& request) {
    return {request.length_mm, request.width_mm, request.height_mm};
}

Variant variant_of(const NewVariant& request, const std::string& product_title) {
    Variant variant{VariantId::make(),
                    request.sku,
                    title_of(request, product_title),
                    request.options.value_or(std::map<std::string, std::string>{}),
                    request.prices,
                    request.compare_at.value_or(std::vector<Money>{}),
                    std::nullopt};
    if (request.weight_grams) variant.weight_grams = request.weight_grams->value();
    if (request.dimensions) variant.dimensions = dimensions_of(*request.dimensions);
    take(variant.barcode, request.barcode);
    std::ranges::sort(variant.prices, {}, &Money::currency);
    std::ranges::sort(variant.compare_at, {}, &Money::currency);
    return variant;
}

std::vector<Option> options_of(const std::vector<Variant>& variants) {
    std::vector<Option> options;
    for (const auto& variant : variants)
        for (const auto& [name, value] : variant.options) {
            auto option = std::ranges::find(options, name, &Option::name);
            if (option == options.end()) option = options.insert(option, Option{name, {}});
            if (std::ranges::find(option->values, value) == option->values.end())
                option->values.push_back(value);
        }
    return options;
}

std::vector<media::MediaId> media_of(const std::vector<NewImage>& images) {
    std::vector<media::MediaId> ids;
    for (const auto& image : images)
        if (image.media_id) ids.push_back(*image.media_id);
    return ids;
}

Result<std::vector<Image>> images_of(const std::vector<NewImage>& images,
                                     const Pictures& pictures) {
    std::vector<Image> made;
    Findings findings;
    for (std::size_t index = 0; index < images.size(); ++index) {
        const auto& [url, media_id, alt] = images[index];
        auto& image = made.emplace_back();
        if (alt) image.alt = *alt;
        if (url) image.url = *url;
        if (!media_id) continue;
        const auto picture = pictures.find(*media_id);
        if (picture == pictures.end()) {
            findings.add("catalog.no_such_media", "there is no picture " + media_id->text(),
                         {at("/images", index) + "/media_id", "not_one_of",
                          "the id of a picture that was uploaded"});
            continue;
        }
        image.url = picture->second.url;
        if (!alt) image.alt = picture->second.alt;
        image.media_id = media_id;
        image.width = picture->second.width;
        image.height = picture->second.height;
        image.renditions = picture->second.renditions;
    }
    if (auto checked = findings.result(); !checked) return checked.error();
    return made;
}

Result<std::vector<Option>> arranged_options(const std::vector<Option>& wanted,
                                             const std::vector<Variant>& variants) {
    auto options = options_of(variants);
    if (auto checked = check_arrangement(wanted, options); !checked) return checked.error();
    return arrange(std::move(options), wanted);
}

std::vector<Option> arrange(std::vector<Option> options, const std::vector<Option>& wanted) {
    bring_forward(options, wanted, &Option::name);
    for (auto& option : options) {
        const auto order = std::ranges::find(wanted, option.name, &Option::name);
        if (order != wanted.end()) bring_forward(option.values, order->values);
    }
    return options;
}

Result<Draft> draft_of(const NewProduct& request, const Pictures& pictures, platform::Time now) {
    if (auto checked = check(request); !checked) return checked.error();

    Draft draft;
    auto& product = draft.product;
    product.id = ProductId::make();
    product.slug = slug_of(request, product.id);
    describe(product, request);
    product.created_at = product.updated_at = now;
    for (const auto& variant : request.variants) {
        product.variants.push_back(variant_of(variant, product.title));
        draft.stocks.push_back(variant.stock ? variant.stock->value() : 0);
    }
    auto images = images_of(request.images.value_or(std::vector<NewImage>{}), pictures);
    if (!images) return images.error();
    product.images = *std::move(images);
    auto options =
        arranged_options(request.options.value_or(std::vector<Option>{}), product.variants);
    if (!options) return options.error();
    product.options = *std::move(options);
    for (const auto& checked : {check_variants(product.variants), check_schedule(product)})
        if (!checked) return checked.error();
    draft.slug_is_given = request.slug.has_value();
    draft.categories = request.categories.value_or(std::vector<std::string>{});
    return draft;
}

}  // namespace kontor::catalog
