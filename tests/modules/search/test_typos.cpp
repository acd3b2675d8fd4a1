// Words that look alike, compared with the plain way of counting.
#include "typos.hpp"
#include "vocabulary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <random>

using namespace kontor::search;

namespace {

// The optimal string alignment distance, as the textbook has it.
int reference(const std::u16string& left, const std::u16string& right) {
    std::vector<std::vector<int>> table(left.size() + 1, std::vector<int>(right.size() + 1));
    for (std::size_t row = 0; row <= left.size(); ++row)
        for (std::size_t column = 0; column <= right.size(); ++column) {
            if (row == 0 || column == 0) {
                table[row][column] = static_cast<int>(row + column);
                continue;
            }
            const int change = left[row - 1] == right[column - 1] ? 0 : 1;
            auto& cell = table[row][column];
            cell = std::min({table[row - 1][column] + 1, table[row][column - 1] + 1,
                             table[row - 1][column - 1] + change});
            if (row > 1 && column > 1 && left[row - 1] == right[column - 2] &&
                left[row - 2] == right[column - 1])
                cell = std::min(cell, table[row - 2][column - 2] + 1);
        }
    return table[left.size()][right.size()];
}

std::u16string random_word(std::mt19937& random) {
    std::u16string word;
    for (auto length = random() % 12; length > 0; --length)
        word += random() % 8 == 0 ? u'й' : static_cast<char16_t>(u'a' + random() % 4);
    return word;
}

}  // namespace

TEST_CASE("typos are counted as the textbook counts them, and change two bits of a set each") {
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        const auto left = random_word(random), right = random_word(random);
        const auto typos = TypoCounter(left).typos(right);
        CHECK(typos == reference(left, right));
        CHECK(std::popcount(letter_set(left) ^ letter_set(right)) <= 2 * typos);
    }
}

TEST_CASE("a word has at most forty letters, of whatever script, and never breaks") {
    CHECK(letters_of("мир").size() == 3);
    CHECK(letters_of(std::string(100, 'a')).size() == longest_word);
    CHECK(letters_of("\xd0").size() == 1);
    const TypoCounter longest(letters_of(std::string(100, 'a')));
    CHECK(longest.typos(letters_of(std::string(39, 'a'))) == 1);
}

TEST_CASE("a vocabulary finds words by spelling, beginning, inflection and likeness") {
    Vocabulary vocabulary({"en", "de", "tlh"});
    for (const auto* word : {"house", "houses", "horse", "mouse", "haus", "hauses", "war"})
        vocabulary.add(word);
    vocabulary.settle();
    vocabulary.add("hound");
    vocabulary.settle();
    const auto texts = [&](const auto& visit_all) {
        std::vector<std::string> found;
        visit_all([&](WordNumber word) { found.push_back(vocabulary.text(word)); });
        return found;
    };
    CHECK(vocabulary.find("mouse") == 3);
    CHECK(vocabulary.find("mice") == Vocabulary::unknown);
    CHECK(texts([&](const auto& visit) { vocabulary.beginning_with("hou", visit); }) ==
          std::vector<std::string>{"hound", "house", "houses"});
    const auto related =
        texts([&](const auto& visit) { vocabulary.inflections_of("housing", visit); });
    CHECK(std::ranges::count(related, "houses") == 1);
    std::vector<std::pair<std::string, int>> similar;
    vocabulary.similar_to("hoise", 1, [&](WordNumber word, int typos) {
        similar.emplace_back(vocabulary.text(word), typos);
    });
    CHECK(similar == std::vector<std::pair<std::string, int>>{{"house", 1}, {"horse", 1}});
}
