#include "import/targets.hpp"

#include "platform/core/constrained.hpp"
#include "platform/core/money.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kontor::app {

namespace {

constexpr std::size_t most_images = 100;

struct Named {
    std::string_view name;
    std::string_view path;  // steps between slashes
    Kind kind = Kind::text;
    bool clears = false;
};

constexpr std::array product_targets{
    Named{"slug", "slug"},
    Named{"title", "title"},
    Named{"description", "description"},
    Named{"status", "status"},
    Named{"publish_at", "publish_at"},
    Named{"unpublish_at", "unpublish_at"},
    Named{"tax_class", "tax_class"},
    Named{"categories", "categories", Kind::list},
    Named{"image", "images/1/url"},
    Named{"image_media", "images/1/media_id"},
    Named{"image_alt", "images/1/alt"},
    Named{"seo_title", "seo/title"},
    Named{"seo_description", "seo/description"},
    Named{"seo_canonical", "seo/canonical"},
    Named{"options", "options", Kind::json},
    Named{"sku", "variants/-/sku"},
    Named{"variant_title", "variants/-/title"},
    Named{"price", "variants/-/prices/*/amount", Kind::amount},
    Named{"currency", "*"},
    Named{"compare_at", "variants/-/compare_at/*/amount", Kind::amount},
    Named{"stock", "variants/-/stock", Kind::whole},
    Named{"barcode", "variants/-/barcode"},
    Named{"weight_grams", "variants/-/weight_grams", Kind::whole},
    Named{"length_mm", "variants/-/dimensions/length_mm", Kind::whole},
    Named{"width_mm", "variants/-/dimensions/width_mm", Kind::whole},
    Named{"height_mm", "variants/-/dimensions/height_mm", Kind::whole},
};
constexpr std::array variant_targets{
    Named{"sku", "sku"},
    Named{"product", "product"},
    Named{"title", "title"},
    Named{"barcode", "barcode", Kind::text, true},
    Named{"weight_grams", "weight_grams", Kind::whole, true},
    Named{"length_mm", "dimensions/length_mm", Kind::whole, true},
    Named{"width_mm", "dimensions/width_mm", Kind::whole, true},
    Named{"height_mm", "dimensions/height_mm", Kind::whole, true},
};
constexpr std::array price_targets{
    Named{"sku", "sku"},
    Named{"currency", "currency"},
    Named{"amount", "amount", Kind::whole},
    Named{"compare_at", "compare_at", Kind::whole, true},
};
constexpr std::array stock_targets{
    Named{"sku", "sku"},
    Named{"location", "location"},
    Named{"on_hand", "on_hand", Kind::whole},
};
constexpr std::array category_targets{
    Named{"slug", "slug"},
    Named{"parent", "parent", Kind::text, true},
    Named{"name", "name"},
    Named{"position", "position", Kind::whole},
    Named{"seo_title", "seo/title", Kind::text, true},
    Named{"seo_description", "seo/description", Kind::text, true},
    Named{"seo_canonical", "seo/canonical", Kind::text, true},
};

// What can be said in other languages, headed "title:de".
constexpr std::array translated{
    Named{"title", "title"},
    Named{"name", "name"},
    Named{"slug", "slug"},
    Named{"description", "description"},
    Named{"seo_title", "seo/title"},
    Named{"seo_description", "seo/description"},
    Named{"seo_canonical", "seo/canonical"},
};

std::vector<Named> targets_of(Subject subject) {
    const auto all = [](const auto& targets) {
        return std::vector<Named>(targets.begin(), targets.end());
    };
    switch (subject) {
        case Subject::products:
            return all(product_targets);
        case Subject::variants:
            return all(variant_targets);
        case Subject::prices:
            return all(price_targets);
        case Subject::stock:
            return all(stock_targets);
        case Subject::categories:
            return all(category_targets);
    }
    return {};
}

Path steps_of(std::string_view path) {
    Path steps;
    while (true) {
        const auto end = std::min(path.find('/'), path.size());
        steps.emplace_back(path.substr(0, end));
        if (end == path.size()) return steps;
        path.remove_prefix(end + 1);
    }
}

// What stands after the prefix, or nothing.
std::optional<std::string_view> after(std::string_view prefix, std::string_view name) {
    if (!name.starts_with(prefix) || name.size() == prefix.size()) return std::nullopt;
    return name.substr(prefix.size());
}

constexpr std::array types{As::text, As::number, As::whole, As::decimal, As::boolean};

// Takes ":number" or the like off the name.
std::optional<As> take_type(std::string_view& name) {
    const auto colon = name.rfind(':');
    if (colon == name.npos || colon == 0) return std::nullopt;
    for (const auto type : types)
        if (name.substr(colon + 1) == platform::enum_name(type)) {
            name = name.substr(0, colon);
            return type;
        }
    return std::nullopt;
}

std::optional<Target> attribute_target(std::string_view heading, std::string_view name) {
    const auto type = take_type(name);
    return Target{std::string(heading), {"attributes", std::string(name)}, Kind::attribute, type};
}

std::optional<Target> price_target(std::string_view heading, std::string_view list,
                                   std::string_view currency) {
    if (!platform::Currency::parse(currency)) return std::nullopt;
    return Target{
        std::string(heading),
        {"variants", std::string(this_variant), std::string(list), std::string(currency), "amount"},
        Kind::amount};
}

std::optional<Target> image_target(std::string_view heading, std::string_view member,
                                   std::string_view number) {
    std::size_t value = 0;
    const auto* end = number.data() + number.size();
    const auto [stopped, error] = std::from_chars(number.data(), end, value);
    if (error != std::errc{} || stopped != end || value < 2 || value > most_images)
        return std::nullopt;
    return Target{
        std::string(heading), {"images", std::to_string(value), std::string(member)}, Kind::text};
}

std::optional<Target> translation_target(Subject subject, std::string_view heading) {
    const auto colon = heading.find(':');
    if (colon == heading.npos) return std::nullopt;
    const auto language = platform::LanguageTag::accept(std::string(heading.substr(colon + 1)));
    if (!language) return std::nullopt;
    for (const auto& named : translated) {
        const bool is_its_own = named.name != (subject == Subject::products ? "name" : "title") &&
                                (subject == Subject::products || named.name != "description");
        if (!is_its_own || named.name != heading.substr(0, colon)) continue;
        Path path{"translations", language->value()};
        for (auto& step : steps_of(named.path)) path.push_back(std::move(step));
        return Target{
            std::string(heading), std::move(path), Kind::text, {}, subject == Subject::categories};
    }
    return std::nullopt;
}

std::optional<Target> family_target(Subject subject, std::string_view name) {
    if (subject == Subject::variants) {
        if (const auto option = after("options.", name))
            return Target{std::string(name), {"options", std::string(*option)}, Kind::text};
        return std::nullopt;
    }
    if (subject == Subject::categories) return translation_target(subject, name);
    if (subject != Subject::products) return std::nullopt;
    if (const auto attribute = after("attributes.", name))
        return attribute_target(name, *attribute);
    if (const auto option = after("options.", name))
        return Target{std::string(name),
                      {"variants", std::string(this_variant), "options", std::string(*option)},
                      Kind::text};
    if (const auto currency = after("price.", name)) return price_target(name, "prices", *currency);
    if (const auto currency = after("compare_at.", name))
        return price_target(name, "compare_at", *currency);
    if (const auto number = after("image.", name)) return image_target(name, "url", *number);
    if (const auto number = after("image_alt.", name)) return image_target(name, "alt", *number);
    if (const auto number = after("image_media.", name))
        return image_target(name, "media_id", *number);
    return translation_target(subject, name);
}

}  // namespace

std::optional<Target> find_target(Subject subject, std::string_view name) {
    for (const auto& named : targets_of(subject))
        if (named.name == name)
            return Target{std::string(name), steps_of(named.path), named.kind, {}, named.clears};
    return family_target(subject, name);
}

std::vector<std::vector<std::string>> required_targets(Subject subject) {
    switch (subject) {
        case Subject::products:
            return {{"title"}, {"sku"}, {"price", "price."}};
        case Subject::variants:
            return {{"sku"}};
        case Subject::prices:
            return {{"sku"}, {"currency"}, {"amount"}};
        case Subject::stock:
            return {{"sku"}, {"on_hand"}};
        case Subject::categories:
            return {{"slug"}, {"name"}};
    }
    return {};
}

std::string names_of_targets(Subject subject) {
    std::string names;
    for (const auto& target : targets_of(subject))
        names.append(names.empty() ? "" : ", ").append(target.name);
    if (subject == Subject::products)
        names +=
            ", attributes.<name>, options.<name>, price.<currency>, compare_at.<currency>, "
            "title:<language>";
    if (subject == Subject::variants) names += ", options.<name>";
    if (subject == Subject::categories) names += ", name:<language>";
    return names;
}

std::string attribute_heading(std::string_view name, As as) {
    auto heading = std::string("attributes.").append(name);
    auto bare = name;
    if (as != As::text || take_type(bare)) heading.append(":").append(platform::enum_name(as));
    return heading;
}

std::string image_heading(std::string_view member, std::size_t number) {
    std::string heading = member == "url" ? "image" : member == "alt" ? "image_alt" : "image_media";
    if (number > 1) heading.append(".").append(std::to_string(number));
    return heading;
}

std::size_t rank_of(Subject subject, std::string_view heading) {
    const auto targets = targets_of(subject);
    const auto found = std::ranges::find(targets, heading, &Named::name);
    return static_cast<std::size_t>(found - targets.begin());
}

}  // namespace kontor::app
