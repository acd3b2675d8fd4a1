// Products that are the same for a seed, with words as frequent as words are in a language.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace kontor::bench {

struct Goods {
    std::uint32_t number = 0;
    std::string title;
    std::string description;
    std::string category;
    std::string brand;
    std::string colour;
    std::string material;
    std::string size;
    std::string year;
    std::int64_t price = 0;
    double rating = 0;
    double popularity = 0;

    std::array<std::string, 6> facets() const {
        return {category, brand, colour, material, size, year};
    }
};

class Corpus {
public:
    // words_file: a CSV file whose words are used, most frequent first; none: made-up words.
    Corpus(std::uint64_t seed, const std::string& words_file);

    Goods product(std::uint32_t number) const;
    // One to three words of the title of some product.
    std::vector<std::vector<std::string>> queries(std::size_t count, std::uint32_t products) const;

private:
    using Random = std::mt19937_64;
    Random random_for(std::uint64_t number) const;
    const std::string& word(Random& random) const;
    std::string sentence(Random& random, std::size_t least, std::size_t most) const;

    std::uint64_t seed_;
    std::vector<std::string> words_;
    std::vector<double> cumulative_;
};

}  // namespace kontor::bench
