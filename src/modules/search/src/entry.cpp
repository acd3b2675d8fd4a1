#include "entry.hpp"

#include "index.hpp"
#include "platform/json/json.hpp"
#include "platform/security/random.hpp"
#include "words.hpp"

#include <algorithm>

namespace kontor::search {

using catalog::AttributeValue;
using catalog::Product;

namespace {

constexpr std::size_t most_words = 200;  // of a description, in each language

void append_words(std::string& words, const std::string& folded) {
    if (!folded.empty()) words.append(words.empty() ? "" : " ").append(folded);
}

void add_texts(const Product& product, Entry& entry) {
    entry.title_words = fold(product.title);
    entry.description_words = first_words(fold(product.description), most_words);
    for (const auto& [language, translation] : product.translations) {
        entry.translations[language] = {translation.title, translation.slug};
        append_words(entry.title_words, fold(translation.title.value_or("")));
        append_words(entry.description_words,
                     first_words(fold(translation.description.value_or("")), most_words));
    }
}

std::string text_of(const AttributeValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return platform::json::write(value);
}

bool separates(char c) {
    return c == end_of_name || c == end_of_value;
}

// Longer values are texts to read, not values to choose from.
void add_attributes(const Product& product, Entry& entry) {
    constexpr std::size_t longest_facet = 100;
    for (const auto& [name, value] : product.attributes) {
        auto text = text_of(value);
        if (std::holds_alternative<std::string>(value)) {
            if (!entry.attribute_words.empty())
                append_words(entry.attribute_words, std::string(end_of_phrase));
            for_each_word(fold(text), [&](std::string_view word) {
                if (is_code(word))
                    entry.codes.emplace_back(word);
                else
                    append_words(entry.attribute_words, std::string(word));
            });
        }
        std::erase_if(text, separates);
        if (!text.empty() && text.size() <= longest_facet)
            entry.facets.append(name).append(1, end_of_name).append(text).append(1, end_of_value);
    }
}

void add_variants(const Product& product, const Offers& offers, Entry& entry) {
    for (const auto& variant : product.variants) {
        entry.variants.push_back(variant.id);
        for (const auto& code : {variant.sku, variant.barcode.value_or("")})
            if (auto squeezed = squeeze(fold(code)); !squeezed.empty())
                entry.codes.push_back(std::move(squeezed));
        const auto offer = offers.find(variant.id);
        if (offer == offers.end()) continue;
        const auto& [price, compare_at, stock] = offer->second;
        if (stock > 0) entry.available = true;
        if (!price || (entry.price && *entry.price <= *price)) continue;
        entry.price = price;
        entry.compare_at = compare_at;
    }
    std::ranges::sort(entry.codes);
    const auto again = std::ranges::unique(entry.codes);
    entry.codes.erase(again.begin(), again.end());
}

}  // namespace

Entry entry_of(const Product& product, const Offers& offers) {
    Entry entry;
    entry.product = product.id;
    entry.slug = product.slug;
    entry.title = product.title;
    if (!product.images.empty()) entry.image_url = product.images.front().url;
    for (const auto& category : product.categories) entry.categories.push_back(category.id);
    add_texts(product, entry);
    add_attributes(product, entry);
    add_variants(product, offers, entry);
    return entry;
}

std::string fingerprint_of(const Entry& entry) {
    std::string all;
    const auto add = [&](const auto& value) {
        all.append(platform::json::write(value)).append(1, '\n');
    };
    add(entry.slug);
    add(entry.title);
    add(entry.translations);
    add(entry.image_url);
    add(entry.categories);
    add(entry.codes);
    all.append(entry.facets).append(entry.title_words).append("\n");
    all.append(entry.attribute_words).append("\n").append(entry.description_words);
    return platform::fingerprint(all);
}

}  // namespace kontor::search
