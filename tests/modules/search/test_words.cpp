#include "words.hpp"

#include <doctest/doctest.h>
#include <unicode/unistr.h>

using namespace kontor::search;

TEST_CASE("words compare without case, accents and punctuation") {
    CHECK(fold("Harry's  CAFÉ-Bar (No. 7)") == "harrys cafe bar no 7");
    CHECK(fold("\"quoted\" and/or\t\n...") == "quoted and or");
    CHECK(fold("") == "");
    CHECK(fold("Война и мир") == "война и мир");
    CHECK(fold("time\u2010saving\u2014Coca\u2011Cola®\u00a0zero") == "time saving coca cola zero");
}

TEST_CASE("letters compare however they are written down") {
    CHECK(fold("cafe\u0301") == fold("café"));
    CHECK(fold("co\u00adoperate don\u2019t \u200bhere") == "cooperate dont here");
    CHECK(fold("Tiếng Việt") == "tieng viet");
    CHECK(fold("ＡＢＣ１") == "abc1");
    CHECK(fold("हिन्दी が") == "हिन्दी が");
}

TEST_CASE("letters of other scripts compare without case, and keep their neighbours") {
    CHECK(fold("ВОЙНА") == fold("война"));
    CHECK(fold("ΑΘΗΝΑ") == fold("αθηνα"));
    CHECK(fold("望月淳x") == "望月淳x");
    CHECK(fold("xвойна") == "xвойна");
    CHECK(fold("\u201cВойна\u201d") == "война");
}

TEST_CASE("no letter of any script changes by being folded once more") {
    constexpr int first = 0x80;
    constexpr int last = 0xffff;
    std::string changed;
    for (int c = first; c <= last; ++c) {
        if (U_IS_SURROGATE(c)) continue;
        std::string letter;
        icu::UnicodeString(UChar32(c)).toUTF8String(letter);
        const auto folded = fold(letter);
        if (fold(folded) != folded) changed += letter;
    }
    CHECK(changed == "");
}

TEST_CASE("numbers of articles are told from words, and compare without what divides them") {
    CHECK(is_code("9780439023481"));
    CHECK(is_code("ab12cd"));
    CHECK_FALSE(is_code("1984"));
    CHECK_FALSE(is_code("philosopher"));
    CHECK(squeeze(fold("AB-12 / c")) == "ab12c");
}

TEST_CASE("of long texts the first words are taken") {
    CHECK(first_words("one two three", 2) == "one two");
    CHECK(first_words("one two", 5) == "one two");
    CHECK(first_words("", 5) == "");
}
