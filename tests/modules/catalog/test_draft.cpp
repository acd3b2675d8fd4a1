#include "draft.hpp"

#include <doctest/doctest.h>

using namespace kontor::catalog;

TEST_CASE("a slug that is taken gets the first number that is free") {
    CHECK(free_slug("lamp", {}) == "lamp");
    CHECK(free_slug("lamp", {"lamp"}) == "lamp-2");
    CHECK(free_slug("lamp", {"lamp", "lamp-2", "lamp-4"}) == "lamp-3");
}

TEST_CASE("a slug suggests a name") {
    CHECK(name_of_slug("science-fiction") == "Science fiction");
    CHECK(name_of_slug("3d-printing") == "3d printing");
}
