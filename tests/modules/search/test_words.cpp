#include "words.hpp"

#include <doctest/doctest.h>

using namespace kontor::search;

TEST_CASE("words compare without case, accents and punctuation") {
    CHECK(fold("Harry's  CAFÉ-Bar (No. 7)") == "harrys cafe bar no 7");
    CHECK(fold("\"quoted\" and/or\t\n...") == "quoted and or");
    CHECK(fold("") == "");
    CHECK(fold("Война и мир") == "Война и мир");
}

TEST_CASE("long words are wanted as beginnings, short ones as they are but for the last") {
    CHECK(query_of("of the ring") == "'of' & 'the':* & 'ring':*");
    CHECK(query_of("up in") == "'up' & 'in':*");
    CHECK(query_of("j k") == "'j' & 'k'");
    CHECK(query_of(" !& | ' \\ ") == "");
    CHECK(query_of("a b c d e f g h i j k l m n o p").size() ==
          query_of("a b c d e f g h i j k l").size());
}
