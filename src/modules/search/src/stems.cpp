#include "stems.hpp"

#include <libstemmer.h>

namespace kontor::search {

namespace {

bool is_one_of(char letter, std::string_view letters) {
    return letters.find(letter) != letters.npos;
}

// Words are folded, and the rules of German know "Häuser", not "haeuser". After a vowel or a q an e
// stands for itself: "neue", "quer".
std::string with_umlauts(std::string_view word) {
    std::string text;
    for (std::size_t place = 0; place < word.size(); ++place) {
        const bool is_umlaut = word.substr(place + 1).starts_with('e') &&
                               is_one_of(word[place], "aou") &&
                               (place == 0 || !is_one_of(word[place - 1], "aeiouq"));
        if (!is_umlaut) {
            text += word[place];
            continue;
        }
        text += word[place] == 'a' ? "ä" : word[place] == 'o' ? "ö" : "ü";
        ++place;
    }
    return text;
}

}  // namespace

void Stems::Close::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

Stems::Stems(const std::vector<std::string>& languages) {
    for (const auto& tag : languages) {
        const auto language = tag.substr(0, tag.find('-'));
        if (auto* stemmer = sb_stemmer_new(language.c_str(), nullptr))
            rules_.push_back({language, std::unique_ptr<sb_stemmer, Close>(stemmer)});
    }
}

Stems::~Stems() = default;

std::vector<std::string> Stems::of(std::string_view word) const {
    std::vector<std::string> stems;
    for (const auto& [language, stemmer] : rules_) {
        const auto text = language == "de" ? with_umlauts(word) : std::string(word);
        const auto* stem =
            sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(text.data()),
                            static_cast<int>(text.size()));
        if (stem == nullptr) throw std::bad_alloc();
        stems.push_back(language + ':');
        stems.back().append(reinterpret_cast<const char*>(stem),
                            static_cast<std::size_t>(sb_stemmer_length(stemmer.get())));
    }
    return stems;
}

}  // namespace kontor::search
