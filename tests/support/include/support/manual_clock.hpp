#pragma once

#include "platform/core/time.hpp"

#include <atomic>

namespace kontor::test {

// A clock that stands still until it is set. Thread-safe.
class ManualClock final : public platform::Clock {
public:
    explicit ManualClock(platform::Time start = *platform::parse_rfc3339("2026-01-31T12:00:00Z"))
        : now_(start) {}

    platform::Time now() const override { return now_; }
    void set(platform::Time time) { now_ = time; }
    void advance(std::chrono::microseconds by) { now_ = now_.load() + by; }

private:
    std::atomic<platform::Time> now_;
};

}  // namespace kontor::test
