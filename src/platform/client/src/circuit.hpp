// When to stop asking a service that does not answer, and how often to ask twice.
#pragma once

#include <chrono>

namespace kontor::platform {

// Closed: everything passes. Open after so many failures in a row: nothing passes. After a while
// half open: one call passes and its outcome decides. Not thread-safe; the caller brings the time.
class Circuit {
public:
    using Time = std::chrono::steady_clock::time_point;

    Circuit(int failures_to_open, std::chrono::milliseconds open_for)
        : failures_to_open_(failures_to_open), open_for_(open_for) {}

    // Every admitted call must be followed by succeeded() or failed().
    bool admits(Time now);
    void succeeded();
    // True when this failure opened the circuit.
    bool failed(Time now);

private:
    bool is_open() const { return failures_ >= failures_to_open_; }

    int failures_to_open_;
    std::chrono::milliseconds open_for_;
    int failures_ = 0;
    bool trying_ = false;
    Time opened_at_{};
};

// Each request earns a fraction of a retry, so that a service in trouble is not asked twice by
// everybody. Not thread-safe.
class RetryBudget {
public:
    explicit RetryBudget(double per_request) : per_request_(per_request) {}

    void earn();
    bool spend();

private:
    double per_request_;
    double retries_ = 1;
};

}  // namespace kontor::platform
