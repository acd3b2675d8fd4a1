#include "draft.hpp"

#include <algorithm>

namespace kontor::catalog {

using platform::Error;
using platform::ErrorKind;
using platform::Money;
using platform::Result;
using platform::Slug;

namespace {

constexpr std::int64_t highest_price = 1'000'000'000'000;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_value = 1000;

Error invalid(std::string code, std::string message, std::string pointer, std::string problem,
              std::string detail) {
    return {ErrorKind::invalid,
            std::move(code),
            std::move(message),
            {{std::move(pointer), std::move(problem), std::move(detail)}}};
}

Result<> check_options(const std::vector<NewVariant>& variants) {
    const auto names = [](const NewVariant& variant) {
        std::set<std::string> found;
        for (const auto& [name, value] :
             variant.options.value_or(std::map<std::string, std::string>{}))
            found.insert(name);
        return found;
    };
    for (std::size_t index = 0; index < variants.size(); ++index) {
        const auto pointer = "/variants/" + std::to_string(index) + "/options";
        if (names(variants[index]) != names(variants.front()))
            return invalid("catalog.options_differ",
                           "every variant of a product must give a value for the same options",
                           pointer, "options_differ", "the options that the first variant has");
        for (const auto& [name, value] :
             variants[index].options.value_or(std::map<std::string, std::string>{}))
            if (!platform::is_plain_text(name, 1, longest_name) ||
                !platform::is_plain_text(value, 1, longest_name))
                return invalid("catalog.bad_option",
                               "options are named texts such as {\"size\": \"XL\"}", pointer,
                               "length", "names and values of 1 to 100 characters");
    }
    return {};
}

Result<> check_skus(const std::vector<NewVariant>& variants) {
    std::set<std::string> seen;
    for (std::size_t index = 0; index < variants.size(); ++index)
        if (!seen.insert(variants[index].sku).second)
            return Error{ErrorKind::conflict,
                         "catalog.sku_taken",
                         "the SKU '" + variants[index].sku.value() + "' is given twice",
                         {{"/variants/" + std::to_string(index) + "/sku", "taken",
                           "a SKU of its own for each variant"}}};
    return {};
}

Result<> check_variants(const std::vector<NewVariant>& variants) {
    if (variants.empty())
        return invalid("catalog.no_variants", "a product needs at least one variant to be sold",
                       "/variants", "length", "at least one variant");
    for (std::size_t index = 0; index < variants.size(); ++index) {
        const auto pointer = "/variants/" + std::to_string(index);
        if (auto checked = check_prices(variants[index].prices, pointer + "/prices"); !checked)
            return checked;
        if (!variants[index].compare_at || variants[index].compare_at->empty()) continue;
        if (auto checked = check_prices(*variants[index].compare_at, pointer + "/compare_at");
            !checked)
            return checked;
    }
    if (auto checked = check_options(variants); !checked) return checked;
    return check_skus(variants);
}

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
    if (request.slug) return *request.slug;
    auto slug = Slug::from_title(request.title.value());
    return slug.empty() ? "product-" + id.text().substr(id.text().find('_') + 1) : slug;
}

}  // namespace

Result<> check_prices(const std::vector<Money>& prices, const std::string& pointer) {
    if (prices.empty())
        return invalid("catalog.no_prices", "a variant needs a price in at least one currency",
                       pointer, "length", "at least one price");
    std::set<platform::Currency> seen;
    for (std::size_t index = 0; index < prices.size(); ++index) {
        const auto at = pointer + "/" + std::to_string(index);
        if (prices[index].amount <= 0 || prices[index].amount > highest_price)
            return invalid("catalog.price_not_positive",
                           "prices are whole minor units of the currency and more than nothing",
                           at + "/amount", "range", "a whole number from 1 to 1000000000000");
        if (!seen.insert(prices[index].currency).second)
            return invalid("catalog.price_twice",
                           "there are two prices in " + std::string(prices[index].currency.code()),
                           at + "/currency", "twice", "one price per currency");
    }
    return {};
}

Result<> check_categories(const std::vector<std::string>& names) {
    for (std::size_t index = 0; index < names.size(); ++index)
        if (!CategoryId::parse(names[index]) && !Slug::accept(names[index]))
            return invalid("catalog.not_a_slug",
                           "categories are named by slug, such as science-fiction, or by id",
                           "/categories/" + std::to_string(index), "format", Slug::rule());
    return {};
}

Result<> check_attributes(const std::map<std::string, AttributeValue>& attributes) {
    for (const auto& [name, value] : attributes) {
        const auto* text = std::get_if<std::string>(&value);
        if (!platform::is_plain_text(name, 1, longest_name) ||
            (text && !platform::is_plain_text(*text, 0, longest_value)))
            return invalid("catalog.bad_attribute",
                           "attributes have names of 1 to 100 characters, and their texts are at "
                           "most 1000 characters long",
                           "/attributes", "length", "shorter names and texts");
    }
    return {};
}

std::vector<Image> images_of(const std::vector<NewImage>& images) {
    std::vector<Image> made;
    for (const auto& image : images)
        made.push_back({image.url, image.alt ? image.alt->value() : std::string()});
    return made;
}

Result<Draft> draft_of(const NewProduct& request, platform::Time now) {
    if (auto checked = check_variants(request.variants); !checked) return checked.error();
    if (request.categories)
        if (auto checked = check_categories(*request.categories); !checked) return checked.error();
    if (request.attributes)
        if (auto checked = check_attributes(*request.attributes); !checked) return checked.error();

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
        const auto suffix = "-" + std::to_string(number);
        auto slug = base.substr(0, Slug::max - suffix.size());
        if (slug.ends_with('-')) slug.pop_back();
        slug += suffix;
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
