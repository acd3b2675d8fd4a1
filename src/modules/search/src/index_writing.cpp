// How an index takes products in, and lets go of those that are gone.
#include "index.hpp"

#include "words.hpp"

#include <algorithm>

namespace kontor::search {

namespace {

constexpr std::size_t most_words = 200;  // of each field

}  // namespace

void Index::append(const Indexed& product, std::uint64_t text) {
    const auto document = end();
    Columns row{};
    row.product = product.product;
    row.text = text;
    row.title_start = static_cast<std::uint32_t>(titles_.size());
    row.title_length =
        static_cast<std::uint16_t>(std::min<std::size_t>(product.title.size(), UINT16_MAX));
    titles_.append(product.title.substr(0, row.title_length));
    append_words(document, product, row);
    append_phrases(document, product);
    columns_.push_back(row);
    figures_.emplace_back().alive = true;
    set_figures(document, product);
    append_facets(document, product);
    numbers_[product.product] = document;
}

void Index::append_words(DocumentNumber document, const Indexed& product, Columns& row) {
    enum class Field { title, attributes, description };
    std::vector<std::pair<WordNumber, Field>> found;
    const auto take = [&](std::string_view words, Field field) {
        std::size_t count = 0;
        for_each_word(words, [&](std::string_view word) {
            if (++count > most_words || word.size() > longest_word || word == end_of_phrase) return;
            found.emplace_back(vocabulary_.add(word), field);
        });
    };
    take(product.title_words, Field::title);
    take(product.attribute_words, Field::attributes);
    take(product.description_words, Field::description);
    for_each_word(product.title, [&](std::string_view) {
        if (row.title_words < UINT8_MAX) ++row.title_words;
    });
    std::ranges::sort(found);
    const auto again = std::ranges::unique(found, {}, &std::pair<WordNumber, Field>::first);
    found.erase(again.begin(), again.end());
    places_.resize(vocabulary_.size());
    for (const auto& [word, field] : found)
        if (field == Field::description)
            places_[word].described.add(document, false);
        else
            places_[word].named.add(document, field == Field::title);
}

void Index::append_phrases(DocumentNumber document, const Indexed& product) {
    std::vector<WordNumber> found;
    std::string_view before = end_of_phrase;
    for_each_word(product.attribute_words, [&](std::string_view word) {
        if (before != end_of_phrase && word != end_of_phrase && found.size() < most_words)
            found.push_back(phrases_.add(std::string(before).append(" ").append(word)));
        before = word;
    });
    std::ranges::sort(found);
    const auto again = std::ranges::unique(found);
    found.erase(again.begin(), again.end());
    phrase_postings_.resize(phrases_.size());
    for (const auto phrase : found) phrase_postings_[phrase].add(document, false);
}

void Index::append_facets(DocumentNumber document, const Indexed& product) {
    auto& row = figures_[document];
    row.facets_start = static_cast<std::uint32_t>(facets_.size());
    for (const auto& [name, text] : product.facets) {
        if (row.facet_count == UINT8_MAX) break;
        const auto value = number_of_value(number_of_name(name), text);
        facets_.push_back(value);
        ++row.facet_count;
        if (values_[value].uses++ == 0) ++values_by_name_[name_of(value)];
        if (name == category_facet) categories_[value].add(document, false);
    }
}

std::uint32_t Index::number_of_name(std::string_view name) {
    if (const auto known = find_name(name)) return *known;
    names_.emplace_back(name);
    values_by_name_.push_back(0);
    return static_cast<std::uint32_t>(names_.size() - 1);
}

ValueNumber Index::number_of_value(std::uint32_t name, std::string_view value) {
    const auto key = key_of(name, value);
    if (const auto known = value_numbers_.find(key); known != value_numbers_.end())
        return known->second;
    const auto number = static_cast<ValueNumber>(values_.size());
    values_.push_back({name, static_cast<std::uint32_t>(value_texts_.size()),
                       static_cast<std::uint32_t>(value.size()), 0});
    value_texts_.append(value);
    value_numbers_.emplace(key, number);
    return number;
}

namespace {

Postings renumbered(const Postings& postings, const std::vector<DocumentNumber>& now) {
    Postings left;
    for (PostingsCursor cursor(postings); !cursor.done(); cursor.next())
        if (now[cursor.document()] != UINT32_MAX)
            left.add(now[cursor.document()], cursor.in_title());
    left.shrink();
    return left;
}

}  // namespace

void Index::forget_the_dead() {
    std::vector<DocumentNumber> now(columns_.size(), UINT32_MAX);
    std::string titles;
    std::vector<ValueNumber> facets_left;
    DocumentNumber next = 0;
    for (DocumentNumber document = 0; document < end(); ++document) {
        auto figures = figures_[document];
        if (!figures.alive) continue;
        auto row = columns_[document];
        const auto text = title(document);
        const auto values = facets(document);
        row.title_start = static_cast<std::uint32_t>(titles.size());
        figures.facets_start = static_cast<std::uint32_t>(facets_left.size());
        titles.append(text);
        facets_left.insert(facets_left.end(), values.begin(), values.end());
        numbers_[row.product] = next;
        now[document] = next;
        figures_[next] = figures;
        columns_[next++] = row;
    }
    figures_.resize(next);
    columns_.resize(next);
    titles_ = std::move(titles);
    facets_ = std::move(facets_left);
    for (auto& [named, described] : places_) {
        named = renumbered(named, now);
        described = renumbered(described, now);
    }
    for (auto& postings : phrase_postings_) postings = renumbered(postings, now);
    for (auto& [category, postings] : categories_) postings = renumbered(postings, now);
    dead_ = 0;
}

}  // namespace kontor::search
