#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace kontor::search {

// What the inflections of a word have in common, in each of several languages. Not thread-safe.
class Stems {
public:
    // As ISO 639-1 codes; languages that nobody has rules for are left out.
    explicit Stems(const std::vector<std::string>& languages);
    ~Stems();

    // One for each language, with the language in front: "en:run".
    std::vector<std::string> of(std::string_view word) const;

private:
    struct Close {
        void operator()(sb_stemmer* stemmer) const;
    };
    struct Rules {
        std::string language;
        std::unique_ptr<sb_stemmer, Close> stemmer;
    };
    std::vector<Rules> rules_;
};

}  // namespace kontor::search
