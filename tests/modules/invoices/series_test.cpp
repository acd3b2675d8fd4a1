#include "series.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace kontor;
using invoices::Numbering;

namespace {

platform::Time in(const std::string& day) {
    return *platform::parse_rfc3339(day + "T12:00:00Z");
}

}  // namespace

TEST_CASE("a number is the pattern with the year and the count in their places") {
    const Numbering yearly("R{year}-{number:06}");
    CHECK(yearly.number(in("2026-11-21"), 42) == "R2026-000042");
    CHECK(yearly.number(in("2026-11-21"), 1'234'567) == "R2026-1234567");
    CHECK(Numbering("{number}").number(in("2026-11-21"), 7) == "7");
}

TEST_CASE("a series with the year in it is another one every year") {
    const Numbering yearly("{year}-{number:06}");
    CHECK(yearly.series(in("2026-12-31")) == "2026-{number:06}");
    CHECK(yearly.series(in("2027-01-01")) != yearly.series(in("2026-12-31")));
    CHECK(Numbering("INV{number}").series(in("2027-01-01")) ==
          Numbering("INV{number}").series(in("2026-01-01")));
}

TEST_CASE("a series that gives a number twice, or one that is no file's name, is refused") {
    for (const auto* pattern : {"", "{year}", "{number}{number}", "a/b{number}", "{number:6}",
                                "{month}{number}", "Ä{number}"})
        CHECK_THROWS_AS(Numbering{pattern}, std::invalid_argument);
}
