// The products as a search sees them, in memory: columns, and for each word where it is.
#pragma once

#include "platform/core/uuid.hpp"
#include "postings.hpp"
#include "vocabulary.hpp"

#include <optional>
#include <span>

namespace kontor::search {

using ValueNumber = std::uint32_t;  // of one value of one facet
inline constexpr std::string_view category_facet = "category";
inline constexpr std::string_view end_of_phrase = "|";
inline constexpr std::int64_t no_price = INT64_MAX;

// A product to be found. Texts are folded.
struct Indexed {
    struct Facet {
        std::string_view name;
        std::string_view value;
    };

    platform::Uuid product;
    std::int64_t price = no_price;
    bool available = false;
    std::uint32_t rating_milli = 0;  // 0: nobody has judged it
    std::uint32_t sold = 0;
    std::string_view title;
    std::string_view title_words;      // in every language
    std::string_view attribute_words;  // end_of_phrase between what does not belong together
    std::string_view description_words;
    std::vector<Facet> facets;
};

// What is read may be read by many threads while nobody writes.
class Index {
public:
    explicit Index(const std::vector<std::string>& languages) : vocabulary_(languages) {}

    // New, or instead of what was known of the product.
    void put(const Indexed& product);
    void remove(const platform::Uuid& product);
    // Only the vocabulary stays.
    void clear();
    // To be called after the last change of several, before anything is read.
    void settle();
    // Gives back what growing took in advance: after many.
    void shrink();

    std::size_t size() const { return numbers_.size(); }
    // Documents are numbered from 0 to here; some of them are dead.
    DocumentNumber end() const { return static_cast<DocumentNumber>(columns_.size()); }
    std::optional<DocumentNumber> find(const platform::Uuid& product) const;

    // Looked at for every hit, and therefore four to a line of the processor's cache.
    struct Figures {
        std::int64_t price;
        std::uint32_t facets_start;
        std::uint16_t rating_milli;
        std::uint8_t facet_count;
        bool available : 1;
        bool alive : 1;
    };
    static_assert(sizeof(Figures) == 16);
    const Figures& figures(DocumentNumber document) const { return figures_[document]; }
    // Looked at for the best hits.
    struct Columns {
        platform::Uuid product;
        std::uint64_t text;  // a fingerprint of what is neither here nor in the figures
        std::uint32_t title_start;
        std::uint32_t sold;
        std::uint16_t title_length;
        std::uint8_t title_words;
    };
    const Columns& columns(DocumentNumber document) const { return columns_[document]; }
    std::string_view title(DocumentNumber document) const {
        const auto& row = columns_[document];
        return std::string_view(titles_).substr(row.title_start, row.title_length);
    }
    std::span<const ValueNumber> facets(DocumentNumber document) const {
        const auto& row = figures_[document];
        return std::span(facets_).subspan(row.facets_start, row.facet_count);
    }

    const Vocabulary& vocabulary() const { return vocabulary_; }
    const WordPlaces& places(WordNumber word) const { return places_[word]; }
    // Two words that follow each other in the attributes: the name of an author, of a brand.
    const Vocabulary& phrases() const { return phrases_; }
    const Postings& phrase_postings(WordNumber phrase) const { return phrase_postings_[phrase]; }

    struct Value {
        std::uint32_t name;
        std::uint32_t start;
        std::uint32_t length;
        std::uint32_t uses;
    };
    std::size_t values() const { return values_.size(); }
    std::uint32_t name_of(ValueNumber value) const { return values_[value].name; }
    std::string_view text_of(ValueNumber value) const {
        return std::string_view(value_texts_).substr(values_[value].start, values_[value].length);
    }
    const std::vector<std::string>& facet_names() const { return names_; }
    // How many different ones there are of a name.
    std::size_t values_of(std::uint32_t name) const { return values_by_name_[name]; }
    std::optional<std::uint32_t> find_name(std::string_view name) const;
    std::optional<ValueNumber> find_value(std::uint32_t name, std::string_view value) const;
    // Documents of a category, which is the only facet that this is kept of.
    const Postings* of_category(ValueNumber value) const;

private:
    void set_figures(DocumentNumber document, const Indexed& product);
    std::uint32_t number_of_name(std::string_view name);
    ValueNumber number_of_value(std::uint32_t name, std::string_view value);
    // Under which a value's number is kept, or would be.
    std::uint64_t key_of(std::uint32_t name, std::string_view value) const;
    void append(const Indexed& product, std::uint64_t text);
    void append_words(DocumentNumber document, const Indexed& product, Columns& row);
    void append_phrases(DocumentNumber document, const Indexed& product);
    void append_facets(DocumentNumber document, const Indexed& product);
    void bury(DocumentNumber document);
    void forget_the_dead();

    Vocabulary vocabulary_;
    std::vector<WordPlaces> places_;
    Vocabulary phrases_{{}};
    std::vector<Postings> phrase_postings_;
    std::vector<Figures> figures_;
    std::vector<Columns> columns_;
    std::string titles_;
    std::vector<ValueNumber> facets_;
    boost::unordered_flat_map<platform::Uuid, DocumentNumber, std::hash<platform::Uuid>> numbers_;
    std::vector<std::string> names_;
    std::vector<std::size_t> values_by_name_;
    std::vector<Value> values_;
    std::string value_texts_;
    boost::unordered_flat_map<std::uint64_t, ValueNumber> value_numbers_;
    boost::unordered_flat_map<ValueNumber, Postings> categories_;
    std::size_t dead_ = 0;
};

}  // namespace kontor::search
