// What a column of a CSV file can become.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace kontor::app {

enum class Kind { text, list, whole, amount, attribute };

// Where in a product's document a target stands.
enum class Section { product, variant, price, compare_at, image, seo, attributes };

struct Target {
    std::string_view name;
    Section section;
    std::string_view member;
    Kind kind;
};

inline constexpr std::array targets{
    Target{"title", Section::product, "title", Kind::text},
    Target{"slug", Section::product, "slug", Kind::text},
    Target{"description", Section::product, "description", Kind::text},
    Target{"status", Section::product, "status", Kind::text},
    Target{"categories", Section::product, "categories", Kind::list},
    Target{"sku", Section::variant, "sku", Kind::text},
    Target{"price", Section::price, "amount", Kind::amount},
    Target{"currency", Section::price, "currency", Kind::text},
    Target{"compare_at", Section::compare_at, "amount", Kind::amount},
    Target{"stock", Section::variant, "stock", Kind::whole},
    Target{"weight_grams", Section::variant, "weight_grams", Kind::whole},
    Target{"image", Section::image, "url", Kind::text},
    Target{"image_alt", Section::image, "alt", Kind::text},
    Target{"seo_title", Section::seo, "title", Kind::text},
    Target{"seo_description", Section::seo, "description", Kind::text},
};

inline constexpr std::string_view attribute_prefix = "attributes.";

inline bool is_required(std::string_view target) {
    return target == "title" || target == "sku" || target == "price";
}

inline std::optional<Target> find_target(std::string_view name) {
    for (const auto& target : targets)
        if (target.name == name) return target;
    if (name.starts_with(attribute_prefix) && name.size() > attribute_prefix.size())
        return Target{name, Section::attributes, name.substr(attribute_prefix.size()),
                      Kind::attribute};
    return std::nullopt;
}

inline std::string names_of_targets() {
    std::string names;
    for (const auto& target : targets) names.append(target.name).append(", ");
    return names + "attributes.<name>";
}

}  // namespace kontor::app
