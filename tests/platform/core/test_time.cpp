#include "platform/core/time.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;
using namespace std::chrono;

TEST_CASE("a time is written in UTC with milliseconds") {
    CHECK(to_rfc3339(Time{}) == "1970-01-01T00:00:00.000Z");
    CHECK(to_rfc3339(sys_days{2026y / 1 / 31} + 12h + 345678us) == "2026-01-31T12:00:00.345Z");
    CHECK(to_rfc3339(Time{-1us}) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("RFC 3339 is read with any offset and up to six fraction digits") {
    const Time noon = sys_days{2026y / 1 / 31} + 12h;
    CHECK(parse_rfc3339("2026-01-31T12:00:00Z") == noon);
    CHECK(parse_rfc3339("2026-01-31t12:00:00z") == noon);
    CHECK(parse_rfc3339("2026-01-31T13:30:00+01:30") == noon);
    CHECK(parse_rfc3339("2026-01-30T23:00:00-13:00") == noon);
    CHECK(parse_rfc3339("2026-01-31T12:00:00.5Z") == noon + 500ms);
    CHECK(parse_rfc3339("2026-01-31T12:00:00.000001Z") == noon + 1us);
    CHECK(parse_rfc3339("2024-02-29T00:00:00Z") == sys_days{2024y / 2 / 29});
}

TEST_CASE("what is no time of RFC 3339 is refused") {
    for (const auto* text : {"",
                             "2026",
                             "2026-01-31",
                             "2026-01-31T12:00:00",
                             "2026-01-31 12:00:00Z",
                             "2026-01-31T12:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-01-00T00:00:00Z",
                             "2026-01-31T24:00:00Z",
                             "2026-01-31T12:60:00Z",
                             "2026-01-31T12:00:60Z",
                             "2026-01-31T12:00:00.Z",
                             "2026-01-31T12:00:00.1234567Z",
                             "2026-01-31T12:00:00+1:00",
                             "2026-01-31T12:00:00+24:00",
                             "2026-01-31T12:00:00+0100",
                             "2026-01-31T12:00:00Z ",
                             " 2026-01-31T12:00:00Z",
                             "+026-01-31T12:00:00Z",
                             "2026-1-31T12:00:00Z",
                             "12026-01-31T12:00:00Z",
                             "2026-01-31T12:00:00,5Z"})
        CHECK_MESSAGE(!parse_rfc3339(text), text);
}

TEST_CASE("only the years 1 to 9999 are taken, also after the offset") {
    CHECK(parse_rfc3339("0001-01-01T00:00:00Z"));
    CHECK(parse_rfc3339("9999-12-31T23:59:59.999999Z"));
    CHECK_FALSE(parse_rfc3339("0000-12-31T00:00:00Z"));
    CHECK_FALSE(parse_rfc3339("0001-01-01T00:00:00+00:01"));
    CHECK_FALSE(parse_rfc3339("9999-12-31T23:59:00-00:01"));
}

TEST_CASE("a time that is written is read back") {
    for (int i = -2000; i < 2000; ++i) {
        const Time time{milliseconds{std::int64_t{i} * 31'556'952'123 / 2}};
        if (time < sys_days{1y / 1 / 1} || time >= sys_days{10000y / 1 / 1}) continue;
        CHECK(parse_rfc3339(to_rfc3339(time)) == time);
    }
}

TEST_CASE("the system's clock goes on") {
    const SystemClock clock;
    const auto first = clock.now();
    CHECK(first > Time{sys_days{2020y / 1 / 1}});
    CHECK(clock.now() >= first);
}
