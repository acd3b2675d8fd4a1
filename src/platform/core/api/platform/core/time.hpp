#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kontor::platform {

// A point in time, UTC, microseconds: what PostgreSQL's timestamptz holds.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

// RFC 3339 in UTC with milliseconds: 2026-01-31T12:00:00.000Z.
std::string to_rfc3339(Time time);

// Accepts RFC 3339 with any offset and up to six fraction digits.
std::optional<Time> parse_rfc3339(std::string_view text);

// Where "now" comes from, so that a test can hold it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override;
};

}  // namespace kontor::platform
