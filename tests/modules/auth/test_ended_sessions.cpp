#include "sessions/ended_sessions.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

TEST_CASE("an ended session is remembered for as long as its tokens could be shown") {
    const auto start = *platform::parse_rfc3339("2026-01-31T12:00:00Z");
    EndedSessions ended(15min);
    const auto first = SessionId::make();
    const auto second = SessionId::make();
    ended.add(first, start);
    CHECK(ended.contains(first));
    CHECK_FALSE(ended.contains(second));
    ended.add(second, start + 14min);
    CHECK(ended.contains(first));
    ended.add(SessionId::make(), start + 15min);
    CHECK_FALSE(ended.contains(first));
    CHECK(ended.contains(second));
    CHECK(ended.size() == 2);
}
