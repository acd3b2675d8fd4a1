#include "index.hpp"

#include <algorithm>
#include <functional>

namespace kontor::search {

namespace {

std::uint64_t mix(std::uint64_t seed, std::string_view text) {
    return (seed ^ std::hash<std::string_view>{}(text)) * 0x9E3779B97F4A7C15ULL + 1;
}

std::uint64_t fingerprint(const Indexed& product) {
    auto print = mix(0, product.title);
    print = mix(print, product.title_words);
    print = mix(print, product.attribute_words);
    print = mix(print, product.description_words);
    for (const auto& [name, value] : product.facets) print = mix(mix(print, name), value);
    return print;
}

}  // namespace

void Index::set_figures(DocumentNumber document, const Indexed& product) {
    auto& figures = figures_[document];
    figures.price = product.price;
    figures.rating_milli =
        static_cast<std::uint16_t>(std::min<std::uint32_t>(product.rating_milli, UINT16_MAX));
    figures.available = product.available;
    columns_[document].sold = product.sold;
}

void Index::put(const Indexed& product) {
    const auto text = fingerprint(product);
    if (const auto known = find(product.product)) {
        if (columns_[*known].text == text) return set_figures(*known, product);
        bury(*known);
    }
    append(product, text);
}

void Index::remove(const platform::Uuid& product) {
    const auto known = find(product);
    if (!known) return;
    bury(*known);
    numbers_.erase(product);
}

void Index::bury(DocumentNumber document) {
    figures_[document].alive = false;
    for (const auto value : facets(document))
        if (--values_[value].uses == 0) --values_by_name_[name_of(value)];
    ++dead_;
}

void Index::clear() {
    for (auto& places : places_) places = {};
    for (auto& postings : phrase_postings_) postings = {};
    figures_.clear();
    columns_.clear();
    titles_.clear();
    facets_.clear();
    numbers_.clear();
    categories_.clear();
    values_by_name_.assign(values_by_name_.size(), 0);
    for (auto& value : values_) value.uses = 0;
    dead_ = 0;
}

void Index::settle() {
    constexpr std::size_t worth_it = 10'000;
    vocabulary_.settle();
    phrases_.settle();
    if (dead_ > worth_it && dead_ > size()) forget_the_dead();
}

void Index::shrink() {
    for (auto& [named, described] : places_) {
        named.shrink();
        described.shrink();
    }
    for (auto& postings : phrase_postings_) postings.shrink();
    for (auto& [category, postings] : categories_) postings.shrink();
    places_.shrink_to_fit();
    figures_.shrink_to_fit();
    columns_.shrink_to_fit();
    titles_.shrink_to_fit();
    facets_.shrink_to_fit();
    values_.shrink_to_fit();
    value_texts_.shrink_to_fit();
}

std::optional<DocumentNumber> Index::find(const platform::Uuid& product) const {
    const auto found = numbers_.find(product);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> Index::find_name(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - names_.begin());
}

std::uint64_t Index::key_of(std::uint32_t name, std::string_view value) const {
    auto key = mix(name, value);
    for (auto known = value_numbers_.find(key); known != value_numbers_.end();
         known = value_numbers_.find(++key))
        if (name_of(known->second) == name && text_of(known->second) == value) break;
    return key;
}

std::optional<ValueNumber> Index::find_value(std::uint32_t name, std::string_view value) const {
    const auto found = value_numbers_.find(key_of(name, value));
    return found == value_numbers_.end() ? std::nullopt : std::optional(found->second);
}

const Postings* Index::of_category(ValueNumber value) const {
    const auto found = categories_.find(value);
    return found == categories_.end() ? nullptr : &found->second;
}

}  // namespace kontor::search
