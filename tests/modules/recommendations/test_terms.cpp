#include "terms.hpp"

#include <doctest/doctest.h>

using namespace kontor::recommendations;

TEST_CASE("a product is described by words, categories and attributes, each once and in order") {
    const auto terms =
        terms_of({"Red mug, the red Mug", {"cat_1"}, {{"colour", std::string("red")}}});
    CHECK_EQ(terms, Terms{"colour = \"red\"", "in cat_1", "mug", "red", "the"});
}

TEST_CASE("a product without a Latin word in its title is described by the rest") {
    CHECK_EQ(terms_of({"茶", {"cat_1"}, {}}), Terms{"in cat_1"});
    CHECK(terms_of({"", {}, {}}).empty());
}

TEST_CASE("a product has no more than forty terms, and none that is very long") {
    Features features;
    for (int number = 0; number < 100; ++number)
        features.attributes["name" + std::to_string(number)] = std::int64_t{number};
    CHECK_EQ(terms_of(features).size(), 40);
    CHECK(terms_of({"", {}, {{"text", std::string(500, 'x')}}}).empty());
}

TEST_CASE("a rare word in common says more than a frequent one") {
    const Frequencies frequencies{{"mug", 500}, {"octopus", 2}, {"red", 400}};
    const TermWeights weights(frequencies, 1000);
    CHECK_GT(weights.likeness({"mug", "octopus"}, {"octopus", "red"}),
             weights.likeness({"mug", "octopus"}, {"mug", "red"}));
    CHECK_EQ(weights.likeness({"mug"}, {"mug"}), doctest::Approx(1));
    CHECK_EQ(weights.likeness({"mug"}, {"red"}), 0);
}

TEST_CASE("what is similar is looked for by rare words, never by those that thousands have") {
    const Frequencies frequencies{{"all", 90'000}, {"mug", 800}, {"octopus", 2}, {"red", 900}};
    const Terms terms{"all", "mug", "octopus", "red"};
    CHECK_EQ(rare_terms(terms, frequencies, 2), Terms{"octopus"});
    CHECK_EQ(rare_terms(terms, frequencies, 3), Terms{"octopus", "mug"});
    CHECK_EQ(rare_terms(terms, frequencies, 5000), Terms{"octopus", "mug", "red"});
    CHECK(rare_terms({"all"}, frequencies, 1).empty());
}
