#pragma once

#include "store.hpp"

#include <map>
#include <mutex>

namespace kontor::search {

// The counts of what many products match, each good for the revision of the read model that it
// names: counting thousands of hits takes many times as long as reading a page of them. Bounded.
// Thread-safe.
class BroadCounts {
public:
    std::optional<store::Counts> find(const store::Criteria& criteria) const;
    // Keeps them when they are worth it.
    void keep(const store::Criteria& criteria, const store::Counts& counts);

private:
    mutable std::mutex mutex_;
    std::map<store::Criteria, store::Counts> kept_;
};

}  // namespace kontor::search
