#include "draft.hpp"

#include "checks.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Money;
using platform::Result;
using platform::Slug;

namespace {

std::string title_of(const NewVariant& request, const std::string& product_title) {
    if (request.title) return *request.title;
    std::string title;
    for (const auto& [name, value] : request.options.value_or(std::map<std::string, std::string>{}))
        title.append(title.empty() ? "" : " / ").append(value);
    return title.empty() ? product_title : title;
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

std::string slug_of(const NewProduct& request, const ProductId& id) {
    constexpr std::size_t room_for_number = 10;
    if (request.slug) return *request.slug;
    auto slug = Slug::from_title(request.title.value()).substr(0, Slug::max - room_for_number);
    if (slug.ends_with('-')) slug.pop_back();
    return slug.empty() ? "product-" + id.text().substr(id.text().find('_') + 1) : slug;
}

}  // namespace

std::vector<Image> images_of(const std::vector<NewImage>& images) {
    std::vector<Image> made;
    for (const auto& image : images)
        made.push_back({image.url, image.alt ? image.alt->value() : std::string()});
    return made;
}

Result<Draft> draft_of(const NewProduct& request, platform::Time now) {
    if (auto checked = check(request); !checked) return checked.error();

    Draft draft;
    auto& product = draft.product;
    product.id = ProductId::make();
    product.slug = slug_of(request, product.id);
    product.title = request.title;
    if (request.description) product.description = *request.description;
    product.status = request.status.value_or(Status::published);
    if (request.attributes) product.attributes = *request.attributes;
    if (request.images) product.images = images_of(*request.images);
    product.seo = request.seo.value_or(Seo{});
    product.created_at = product.updated_at = now;
    for (const auto& variant : request.variants) {
        product.variants.push_back(variant_of(variant, product.title));
        draft.stocks.push_back(variant.stock ? variant.stock->value() : 0);
    }
    product.options = options_of(product.variants);
    draft.slug_is_given = request.slug.has_value();
    draft.categories = request.categories.value_or(std::vector<std::string>{});
    return draft;
}

std::string free_slug(const std::string& base, const std::set<std::string>& taken) {
    if (!taken.contains(base)) return base;
    for (std::size_t number = 2;; ++number) {
        auto slug = base + "-" + std::to_string(number);
        if (!taken.contains(slug)) return slug;
    }
}

std::string name_of_slug(const std::string& slug) {
    auto name = slug;
    std::ranges::replace(name, '-', ' ');
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

}  // namespace kontor::catalog
