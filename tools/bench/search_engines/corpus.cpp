#include "corpus.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <stdexcept>

namespace kontor::bench {

namespace {

std::size_t below(std::mt19937_64& random, std::size_t end) {
    return static_cast<std::size_t>(random() % end);
}

double unit(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) / static_cast<double>(1ULL << 53);
}

std::vector<std::string> words_of(const std::string& file) {
    std::ifstream input(file);
    if (!input) throw std::runtime_error("cannot read " + file);
    std::map<std::string, std::size_t> counts;
    std::string word;
    for (char c; input.get(c);) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            continue;
        }
        if (word.size() > 1) ++counts[word];
        word.clear();
    }
    for (const auto* part_of_an_address :
         {"https", "images", "gr", "assets", "com", "books", "jpg"})
        counts.erase(part_of_an_address);
    std::vector<std::string> words;
    for (const auto& [text, count] : counts) words.push_back(text);
    std::ranges::sort(words, [&](const auto& left, const auto& right) {
        return std::pair(counts[right], left) < std::pair(counts[left], right);
    });
    return words;
}

std::vector<std::string> invented_words(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    constexpr std::string_view consonants = "bdfgklmnprstvz", vowels = "aeiou";
    std::map<std::string, bool> seen;
    std::vector<std::string> words;
    while (words.size() < 15'000) {
        std::string text;
        for (auto syllables = 2 + below(random, 3); syllables > 0; --syllables)
            (text += consonants[below(random, consonants.size())]) +=
                vowels[below(random, vowels.size())];
        if (seen.emplace(text, true).second) words.push_back(text);
    }
    return words;
}

}  // namespace

Corpus::Corpus(std::uint64_t seed, const std::string& words_file)
    : seed_(seed), words_(words_file.empty() ? invented_words(seed) : words_of(words_file)) {
    double sum = 0;
    for (std::size_t rank = 0; rank < words_.size(); ++rank)
        cumulative_.push_back(sum += 1.0 / static_cast<double>(rank + 20));
}

Corpus::Random Corpus::random_for(std::uint64_t number) const {
    Random random(seed_ * 0x9E3779B97F4A7C15ULL + number);
    random.discard(4);
    return random;
}

const std::string& Corpus::word(Random& random) const {
    const auto place = std::ranges::lower_bound(cumulative_, unit(random) * cumulative_.back());
    return words_[std::min<std::size_t>(static_cast<std::size_t>(place - cumulative_.begin()),
                                        words_.size() - 1)];
}

std::string Corpus::sentence(Random& random, std::size_t least, std::size_t most) const {
    std::string text;
    for (auto count = least + below(random, most - least + 1); count > 0; --count)
        text.append(text.empty() ? "" : " ").append(word(random));
    return text;
}

Goods Corpus::product(std::uint32_t number) const {
    static constexpr std::array colours{"red", "green", "blue", "white", "black", "grey"};
    static constexpr std::array materials{"copper", "linen", "oak", "velvet", "slate", "willow"};
    static constexpr std::array sizes{"tiny", "small", "medium", "large", "huge"};
    auto random = random_for(number);
    Goods goods;
    goods.number = number;
    goods.title = sentence(random, 2, 5);
    goods.description = sentence(random, 15, 25);
    goods.category = "category" + std::to_string(below(random, 100));
    goods.brand = words_[below(random, std::min<std::size_t>(words_.size(), 500))] + "co";
    goods.colour = colours[below(random, colours.size())];
    goods.material = materials[below(random, materials.size())];
    goods.size = sizes[below(random, sizes.size())];
    goods.year = std::to_string(1990 + below(random, 36));
    goods.price = 500 + static_cast<std::int64_t>(below(random, 20'000));
    goods.rating = static_cast<double>(below(random, 41)) / 10 + 1;
    goods.popularity = 1 / (unit(random) + 0.001);
    return goods;
}

std::vector<std::vector<std::string>> Corpus::queries(std::size_t count,
                                                      std::uint32_t products) const {
    Random random(seed_ + 1);
    std::vector<std::vector<std::string>> queries;
    while (queries.size() < count) {
        auto title = product(static_cast<std::uint32_t>(below(random, products))).title;
        std::vector<std::string> words;
        for (std::size_t start = 0; start < title.size();) {
            const auto end = std::min(title.find(' ', start), title.size());
            words.push_back(title.substr(start, end - start));
            start = end + 1;
        }
        std::ranges::shuffle(words, random);
        words.resize(std::min<std::size_t>(words.size(), 1 + below(random, 3)));
        queries.push_back(std::move(words));
    }
    return queries;
}

}  // namespace kontor::bench
