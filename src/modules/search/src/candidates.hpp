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
            for (const auto& term : wanted.terms) {
                const auto worth = wanted.rarity * term.weight;
                word.add(*term.named, worth * in_title / 100, worth * in_attributes / 100);
                if (plan.in_descriptions && term.described != nullptr)
                    word.add(*term.described, 0, worth * in_description / 100);
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
    static constexpr std::uint32_t in_title = 8;
    static constexpr std::uint32_t in_attributes = 6;
    static constexpr std::uint32_t in_description = 2;

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
        std::uint32_t value_in_title;
        std::uint32_t value_elsewhere;
    };
    struct Word {
        std::vector<Walk> walks;
        std::uint64_t documents = 0;

        void add(const Postings& postings, std::uint32_t value_in_title,
                 std::uint32_t value_elsewhere) {
            walks.push_back({PostingsCursor(postings), value_in_title, value_elsewhere});
            documents += postings.size();
        }
    };

    // A document that has too few of the rarest words cannot have enough of all.
    std::size_t words_that_may_begin() const {
        return words_.size() < needed_ ? 0 : words_.size() - needed_ + 1;
    }

    std::optional<DocumentNumber> next_document() const {
        std::optional<DocumentNumber> next;
        for (std::size_t word = 0; word < words_that_may_begin(); ++word)
            for (const auto& [cursor, title, elsewhere] : words_[word].walks)
                if (!cursor.done() && (!next || cursor.document() < *next))
                    next = cursor.document();
        return next;
    }

    void fill(DocumentNumber start) {
        for (std::size_t word = 0; word < words_.size(); ++word) {
            if (word >= words_that_may_begin() && !can_be_completed_from(word)) return;
            for (auto& [cursor, title, elsewhere] : words_[word].walks) {
                while (!cursor.done() && cursor.document() < start) cursor.next();
                for (; !cursor.done() && cursor.document() - start < block_size; cursor.next())
                    take(word, cursor.document() - start, cursor.in_title(),
                         cursor.in_title() ? title : elsewhere);
            }
        }
    }

    // Whether a document of this block has so many words that this one and the rest may do.
    bool can_be_completed_from(std::size_t word) const {
        return std::ranges::any_of(touched_, [&](std::uint16_t slot) {
            return (*cells_)[slot].words + (words_.size() - word) >= needed_;
        });
    }

    void take(std::size_t word, std::size_t slot, bool is_in_title, std::uint32_t value) {
        auto& cell = (*cells_)[slot];
        if (cell.words == 0) {
            if (word >= words_that_may_begin()) return;
            touched_.push_back(static_cast<std::uint16_t>(slot));
        }
        if (cell.seen != word + 1) {
            cell.seen = static_cast<std::uint8_t>(word + 1);
            ++cell.words;
            cell.best = 0;
            cell.best_in_title = false;
        }
        if (is_in_title && !cell.best_in_title) {
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
