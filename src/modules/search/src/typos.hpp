// How far apart two words are in typing: pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::search {

// At most this many letters of a word are looked at.
inline constexpr std::size_t longest_word = 40;

std::u16string letters_of(std::string_view utf8);

// Which letters a word has. Each typo changes two bits of it at most.
std::uint32_t letter_set(std::u16string_view letters);

// One word, to be compared with many: a letter missing, added or wrong, or two neighbours swapped,
// is one typo. In a few nanoseconds for each letter of the other word.
class TypoCounter {
public:
    explicit TypoCounter(std::u16string_view letters);
    int typos(std::u16string_view other) const;

private:
    std::uint64_t places_of(char16_t letter) const;

    std::array<std::uint64_t, 128> ascii_{};
    std::vector<std::pair<char16_t, std::uint64_t>> others_;
    int length_;
};

}  // namespace kontor::search
