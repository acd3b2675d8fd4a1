#include "broad_counts.hpp"

namespace kontor::search {

namespace {

constexpr std::int64_t broad = 500;
constexpr std::size_t most_kept = 1000;
constexpr std::chrono::seconds lifetime{10};

std::string name_of(const store::Criteria& criteria) {
    constexpr char separator = '\x1f';
    std::string name = criteria.words;
    for (const auto& facet : criteria.filters)
        name.append(1, separator).append(facet.name).append(1, separator).append(facet.value);
    for (const auto& price : {criteria.price_min, criteria.price_max})
        name.append(1, separator).append(price ? std::to_string(*price) : "");
    return name.append(criteria.in_stock ? "+" : "-");
}

}  // namespace

std::optional<store::Counts> BroadCounts::find(const store::Criteria& criteria) const {
    const auto name = name_of(criteria);
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(name);
    if (found == kept_.end() || found->second.until < Clock::now()) return std::nullopt;
    return found->second.counts;
}

void BroadCounts::keep(const store::Criteria& criteria, const store::Counts& counts) {
    if (counts.total < broad) return;
    const auto now = Clock::now();
    const std::scoped_lock lock(mutex_);
    if (kept_.size() >= most_kept)
        std::erase_if(kept_, [&](const auto& entry) { return entry.second.until < now; });
    if (kept_.size() >= most_kept) kept_.clear();
    kept_[name_of(criteria)] = {counts, now + lifetime};
}

}  // namespace kontor::search
