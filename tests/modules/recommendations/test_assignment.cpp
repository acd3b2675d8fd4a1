#include "assignment.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace kontor::recommendations;

namespace {

Variant variant(const std::string& name, std::int64_t weight) {
    return {*decltype(Variant::name)::accept(name), *decltype(Variant::weight)::accept(weight),
            Strategy::mixed};
}

}  // namespace

TEST_CASE("a visitor is always in the same variant, and variants get their shares") {
    const std::vector<Variant> variants{variant("a", 1), variant("b", 3)};
    const auto experiment = ExperimentId::make();
    std::map<std::string, int> visitors;
    for (int number = 0; number < 4000; ++number) {
        const auto name = "visitor" + std::to_string(number);
        const auto& chosen = variant_of("key", experiment, name, variants);
        CHECK_EQ(variant_of("key", experiment, name, variants).name, chosen.name);
        ++visitors[chosen.name];
    }
    CHECK_GT(visitors["a"], 850);
    CHECK_LT(visitors["a"], 1150);
}

TEST_CASE("where a visitor is in one experiment says nothing about another") {
    const std::vector<Variant> variants{variant("a", 1), variant("b", 1)};
    const auto one = ExperimentId::make();
    const auto other = ExperimentId::make();
    int together = 0;
    for (int number = 0; number < 2000; ++number) {
        const auto name = "visitor" + std::to_string(number);
        together += variant_of("key", one, name, variants).name ==
                    variant_of("key", other, name, variants).name;
    }
    CHECK_GT(together, 850);
    CHECK_LT(together, 1150);
}

TEST_CASE("a share lies where Wilson says") {
    const auto share = share_of(10, 100);
    CHECK_EQ(share.share, doctest::Approx(0.1));
    CHECK_EQ(share.low, doctest::Approx(0.0552).epsilon(0.001));
    CHECK_EQ(share.high, doctest::Approx(0.1744).epsilon(0.001));
    CHECK_EQ(share_of(0, 0).high, 1);
    CHECK_EQ(share_of(0, 20).low, 0);
    CHECK_EQ(share_of(7, 5).share, 1);
}
