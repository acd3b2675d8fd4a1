// Which of its translations something is shown in: that of the language, else of what the language
// narrows (de for de-AT), else what it has in the shop's first language, each text by itself.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kontor::catalog {

// "de-Latn-AT", "de-Latn", "de", ""
inline std::string_view wider(std::string_view language) {
    const auto hyphen = language.rfind('-');
    return hyphen == language.npos ? std::string_view{} : language.substr(0, hyphen);
}

// The text of the first of these languages that has one: nothing where the shop's first language
// has to do.
template <class Translation, class Text>
const Text* translated(const std::map<std::string, Translation>& translations,
                       std::string_view language, Text Translation::* member) {
    for (; !language.empty() && !translations.empty(); language = wider(language))
        if (const auto found = translations.find(std::string(language));
            found != translations.end())
            return &(found->second.*member);
    return nullptr;
}

template <class Translation, class Text>
const Text* translated(const std::map<std::string, Translation>& translations,
                       std::string_view language, std::optional<Text> Translation::* member) {
    for (; !language.empty() && !translations.empty(); language = wider(language)) {
        const auto found = translations.find(std::string(language));
        if (found != translations.end() && found->second.*member) return &*(found->second.*member);
    }
    return nullptr;
}

// A product, a category or a collection as those see it who read this language.
template <class Translated>
Translated in_language(Translated item, std::string_view language) {
    using Translation = typename decltype(item.translations)::mapped_type;
    const auto take = [&](auto& text, auto member) {
        if (const auto* found = translated(item.translations, language, member)) text = *found;
    };
    if constexpr (requires { item.title; }) take(item.title, &Translation::title);
    if constexpr (requires { item.name; }) take(item.name, &Translation::name);
    if constexpr (requires { item.description; }) take(item.description, &Translation::description);
    take(item.slug, &Translation::slug);
    take(item.seo, &Translation::seo);
    return item;
}

}  // namespace kontor::catalog
