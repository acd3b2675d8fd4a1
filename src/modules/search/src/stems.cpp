#include "stems.hpp"

#include <libstemmer.h>

namespace kontor::search {

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
        const auto* stem =
            sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                            static_cast<int>(word.size()));
        if (stem == nullptr) throw std::bad_alloc();
        stems.push_back(language + ':');
        stems.back().append(reinterpret_cast<const char*>(stem),
                            static_cast<std::size_t>(sb_stemmer_length(stemmer.get())));
    }
    return stems;
}

}  // namespace kontor::search
