#include "words.hpp"

#include <doctest/doctest.h>

using namespace kontor::search;

TEST_CASE("words compare without case, accents and punctuation") {
    CHECK(fold("Harry's  CAFÉ-Bar (No. 7)") == "harrys cafe bar no 7");
    CHECK(fold("\"quoted\" and/or\t\n...") == "quoted and or");
    CHECK(fold("") == "");
    CHECK(fold("Война и мир") == "война и мир");
}

TEST_CASE("letters of other scripts compare without case, and keep their neighbours") {
    CHECK(fold("ВОЙНА") == fold("война"));
    CHECK(fold("ΑΘΗΝΑ") == fold("αθηνα"));
    CHECK(fold("望月淳x") == "望月淳x");
    CHECK(fold("xвойна") == "xвойна");
    CHECK(fold("\u201cВойна\u201d") == "война");
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
