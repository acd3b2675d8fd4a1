// The documents that have the words of a plan.
#pragma once

#include "matching.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace kontor::search {

// Goes through the documents in blocks that fit the processor's cache, and through the words of a
// block one after the other, rarest first.
class Candidates {
public:
    explicit Candidates(const Plan& plan) : needed_(plan.needed) {
        for (const auto& wanted : plan.words) {
            auto& word = words_.emplace_back();
            word.rarity = wanted.rarity;
            for (const auto& term : wanted.terms) {
                word.terms.push_back({PostingsCursor(*term.postings), term.weight});
                word.documents += term.postings->size();
            }
        }
        std::ranges::sort(words_, {}, &Word::documents);
    }

    // visit(document, score, how many of the words stand in the title)
    template <class Visit>
    void for_each(const Visit& visit) {
        while (const auto first = next_document()) {
            const auto start = *first / block_size * block_size;
            fill(start);
            for (const auto slot : touched_) {
                auto& cell = (*cells_)[slot];
                if (cell.words >= needed_) visit(start + slot, cell.score, cell.in_title);
                cell = {};
            }
            touched_.clear();
        }
    }

private:
    static constexpr DocumentNumber block_size = 8192;

    struct Cell {
        std::uint32_t score = 0;
        std::uint32_t best = 0;  // of the word that was seen last
        std::uint8_t words = 0;
        std::uint8_t seen = 0;  // the last word, counted from 1
        std::uint8_t in_title = 0;
        bool best_in_title = false;
    };
    struct Walk {
        PostingsCursor cursor;
        std::uint32_t weight;
    };
    struct Word {
        std::vector<Walk> terms;
        std::uint32_t rarity = 0;
        std::uint64_t documents = 0;
    };

    // A document that has too few of the rarest words cannot have enough of all.
    std::size_t words_that_may_begin() const {
        return words_.size() < needed_ ? 0 : words_.size() - needed_ + 1;
    }

    std::optional<DocumentNumber> next_document() const {
        std::optional<DocumentNumber> next;
        for (std::size_t word = 0; word < words_that_may_begin(); ++word)
            for (const auto& [cursor, weight] : words_[word].terms)
                if (!cursor.done() && (!next || cursor.document() < *next))
                    next = cursor.document();
        return next;
    }

    void fill(DocumentNumber start) {
        for (std::size_t word = 0; word < words_.size(); ++word)
            for (auto& [cursor, weight] : words_[word].terms) {
                while (!cursor.done() && cursor.document() < start) cursor.next();
                for (; !cursor.done() && cursor.document() - start < block_size; cursor.next())
                    take(word, cursor.document() - start, cursor.field(), weight);
            }
    }

    void take(std::size_t word, std::size_t slot, Field field, std::uint32_t weight) {
        static constexpr std::array<std::uint32_t, 4> importance = {8, 6, 2, 0};
        auto& cell = (*cells_)[slot];
        if (cell.words == 0) {
            if (word >= words_that_may_begin()) return;
            touched_.push_back(static_cast<std::uint16_t>(slot));
        }
        const auto value =
            words_[word].rarity * weight * importance[static_cast<std::size_t>(field)] / 100;
        if (cell.seen != word + 1) {
            cell.seen = static_cast<std::uint8_t>(word + 1);
            ++cell.words;
            cell.best = 0;
            cell.best_in_title = false;
        }
        if (field == Field::title && !cell.best_in_title) {
            cell.best_in_title = true;
            ++cell.in_title;
        }
        if (value > cell.best) {
            cell.score += value - cell.best;
            cell.best = value;
        }
    }

    std::size_t needed_;
    std::vector<Word> words_;
    std::unique_ptr<std::array<Cell, block_size>> cells_ =
        std::make_unique<std::array<Cell, block_size>>();
    std::vector<std::uint16_t> touched_;
};

}  // namespace kontor::search
