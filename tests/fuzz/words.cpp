// What somebody looks for, as words that compare.
#include "words.hpp"
#include "outside.hpp"

#include "platform/core/constrained.hpp"

#include <tuple>

void kontor::fuzz::try_bytes(std::string_view bytes) {
    const auto folded = search::fold(bytes);
    // What is no text is refused before it gets here.
    if (!platform::is_plain_text(bytes, 0, bytes.size())) return;
    require(search::fold(folded) == folded, "what is folded stays as it is");
    require(folded.find("  ") == folded.npos && !folded.starts_with(' ') && !folded.ends_with(' '),
            "single spaces stand between words");
    std::size_t letters = 0;
    search::for_each_word(folded, [&](std::string_view word) {
        require(!word.empty(), "a word is not empty");
        letters += word.size();
        std::ignore = search::is_code(word);
    });
    require(search::squeeze(folded).size() == letters, "squeezed, only spaces are gone");
    std::ignore = search::title_key(std::string(bytes));
    std::ignore = search::first_words(folded, 3);
}
