#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace kontor::bench {

using Seconds = std::chrono::duration<double>;

// What many threads did together.
struct Report {
    double seconds = 0;
    std::vector<double> latencies_ms;  // of each success, sorted
    std::map<std::string, std::size_t> outcomes;

    double per_second() const { return static_cast<double>(latencies_ms.size()) / seconds; }
    double percentile_ms(double fraction) const;
    // {"per_second": ..., "p50_ms": ..., "p99_ms": ..., "outcomes": {...}}
    std::string json() const;
};

// Runs turn(thread) again and again on each thread until the time is over. turn answers the name
// of its outcome; "ok" counts as success. An exception counts under its text.
Report run_for(std::chrono::seconds time, std::size_t threads,
               const std::function<std::function<std::string()>(std::size_t thread)>& make_turn);

}  // namespace kontor::bench
