// What products, categories and collections have in common, and what has to be true of it: pure.
#pragma once

#include "catalog/product.hpp"
#include "findings.hpp"

#include <set>

namespace kontor::catalog {

void check_currency(Findings& findings, platform::Currency currency, const std::string& pointer);
void check_count(Findings& findings, std::size_t count, std::size_t most,
                 const std::string& pointer);
// Slugs or TypeIDs.
void check_category_names(Findings& findings, const std::vector<std::string>& names,
                          const std::string& pointer);
void check_attributes(Findings& findings, const std::map<std::string, AttributeValue>& attributes,
                      const std::string& pointer);
void check_seo(Findings& findings, const Seo& seo, const std::string& pointer);
void check_images(Findings& findings, const std::vector<NewImage>& images);
void check_language(Findings& findings, const std::string& language, const std::string& pointer);

template <class Translation>
void check_translations(Findings& findings,
                        const std::map<std::string, Translation>& translations) {
    constexpr std::size_t most_languages = 32;
    check_count(findings, translations.size(), most_languages, "/translations");
    for (const auto& [language, translation] : translations) {
        const auto pointer = at("/translations", language);
        check_language(findings, language, pointer);
        if constexpr (requires { translation.seo; })
            if (translation.seo) check_seo(findings, *translation.seo, pointer + "/seo");
    }
}

template <class To, class From>
void take(std::optional<To>& to, const std::optional<From>& from) {
    if (from) to = static_cast<const To&>(*from);
}

// A translation as it is kept, from one as it is asked for.
template <class Kept, class Asked>
Kept translation_of(const Asked& asked) {
    Kept kept;
    if constexpr (requires { kept.title; }) take(kept.title, asked.title);
    if constexpr (requires { kept.name; }) take(kept.name, asked.name);
    if constexpr (requires { kept.description; }) take(kept.description, asked.description);
    if constexpr (requires { kept.slug; }) take(kept.slug, asked.slug);
    if constexpr (requires { kept.seo; }) take(kept.seo, asked.seo);
    if constexpr (requires { kept.label; }) kept.label = asked.label;
    return kept;
}

template <class Kept, class Asked>
std::map<std::string, Kept> translations_of(const std::map<std::string, Asked>& asked) {
    std::map<std::string, Kept> kept;
    for (const auto& [language, translation] : asked)
        kept.emplace(language, translation_of<Kept>(translation));
    return kept;
}

// A slug that something is to have, and where the request says so.
struct PlacedSlug {
    std::string slug;
    std::string pointer;
};

// In every language.
template <class Item>
std::vector<PlacedSlug> slugs_of(const Item& item) {
    std::vector<PlacedSlug> slugs{{item.slug, "/slug"}};
    for (const auto& [language, translation] : item.translations)
        if (translation.slug)
            slugs.push_back({*translation.slug, at("/translations", language) + "/slug"});
    return slugs;
}

template <class Item>
bool has_slug(const Item& item, const std::string& slug) {
    for (const auto& placed : slugs_of(item))
        if (placed.slug == slug) return true;
    return false;
}

// Made from the title, short enough for a number behind it. Empty when nothing is left.
std::string slug_from(const std::string& title);

// base, or base-2, base-3, ...: the first that is not taken. base leaves room for the number.
std::string free_slug(const std::string& base, const std::set<std::string>& taken);

// "science-fiction" suggests "Science fiction".
std::string name_of_slug(const std::string& slug);

}  // namespace kontor::catalog
