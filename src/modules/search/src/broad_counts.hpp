#pragma once

#include "store.hpp"

#include <chrono>
#include <map>
#include <mutex>

namespace kontor::search {

// The counts of what many products match, for a few seconds: counting thousands of hits takes a
// hundred times as long as reading a page of them. Thread-safe.
class BroadCounts {
public:
    std::optional<store::Counts> find(const store::Criteria& criteria) const;
    // Keeps them when they are worth it.
    void keep(const store::Criteria& criteria, const store::Counts& counts);

private:
    using Clock = std::chrono::steady_clock;
    struct Kept {
        store::Counts counts;
        Clock::time_point until;
    };

    mutable std::mutex mutex_;
    std::map<std::string, Kept> kept_;
};

}  // namespace kontor::search
