#include "typos.hpp"

namespace kontor::search {

std::u16string letters_of(std::string_view utf8) {
    std::u16string letters;
    for (std::size_t place = 0; place < utf8.size() && letters.size() < longest_word;) {
        const auto byte = static_cast<unsigned char>(utf8[place]);
        const std::size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        std::uint32_t letter = length == 1 ? byte : byte & (0x7fU >> length);
        for (std::size_t next = 1; next < length && place + next < utf8.size(); ++next)
            letter = letter << 6 | (static_cast<unsigned char>(utf8[place + next]) & 0x3f);
        letters += static_cast<char16_t>(letter);
        place += length;
    }
    return letters;
}

std::uint32_t letter_set(std::u16string_view letters) {
    std::uint32_t set = 0;
    for (const auto letter : letters) set |= 1U << (letter % 32);
    return set;
}

TypoCounter::TypoCounter(std::u16string_view letters) : length_(static_cast<int>(letters.size())) {
    for (std::size_t place = 0; place < letters.size(); ++place) {
        const auto bit = std::uint64_t{1} << place;
        if (letters[place] < 128)
            ascii_[letters[place]] |= bit;
        else
            others_.emplace_back(letters[place], bit);
    }
}

std::uint64_t TypoCounter::places_of(char16_t letter) const {
    if (letter < 128) return ascii_[letter];
    std::uint64_t places = 0;
    for (const auto& [other, bit] : others_)
        if (other == letter) places |= bit;
    return places;
}

// Hyyrö's bit-parallel form of the optimal string alignment distance: a column of the table is two
// words of bits, where the distance rises and where it falls.
int TypoCounter::typos(std::u16string_view other) const {
    if (length_ == 0) return static_cast<int>(other.size());
    const auto last = std::uint64_t{1} << (length_ - 1);
    std::uint64_t rises = ~std::uint64_t{0}, falls = 0, diagonal = 0, places_before = 0;
    int distance = length_;
    for (const auto letter : other) {
        const auto places = places_of(letter);
        diagonal = ((~diagonal & places) << 1 & places_before) |
                   (((places & rises) + rises) ^ rises) | places | falls;
        auto right = falls | ~(diagonal | rises);
        auto left = diagonal & rises;
        if ((right & last) != 0) ++distance;
        if ((left & last) != 0) --distance;
        right = right << 1 | 1;
        left <<= 1;
        rises = left | ~(diagonal | right);
        falls = right & diagonal;
        places_before = places;
    }
    return distance;
}

}  // namespace kontor::search
