#include "broad_counts.hpp"

namespace kontor::search {

namespace {

constexpr std::int64_t broad = 20;
constexpr std::size_t most_kept = 1000;

}  // namespace

std::optional<store::Counts> BroadCounts::find(const store::Criteria& criteria) const {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(criteria);
    if (found == kept_.end()) return std::nullopt;
    return found->second;
}

void BroadCounts::keep(const store::Criteria& criteria, const store::Counts& counts) {
    if (counts.total < broad) return;
    const std::scoped_lock lock(mutex_);
    if (kept_.size() >= most_kept)
        std::erase_if(kept_,
                      [&](const auto& entry) { return entry.second.revision != counts.revision; });
    if (kept_.size() >= most_kept) kept_.clear();
    kept_[criteria] = counts;
}

}  // namespace kontor::search
