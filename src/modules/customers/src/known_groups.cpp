#include "known_groups.hpp"

namespace kontor::customers {

std::optional<std::vector<GroupId>> KnownGroups::find(const auth::UserId& customer) const {
    const std::scoped_lock lock(mutex_);
    const auto found = groups_.find(customer);
    if (found == groups_.end()) return std::nullopt;
    return found->second;
}

std::uint64_t KnownGroups::state() const {
    const std::scoped_lock lock(mutex_);
    return state_;
}

void KnownGroups::keep(const auth::UserId& customer, std::vector<GroupId> groups,
                       std::uint64_t state) {
    const std::scoped_lock lock(mutex_);
    if (state != state_) return;
    if (groups_.size() >= most_customers_ && !groups_.contains(customer))
        groups_.erase(groups_.begin());
    groups_[customer] = std::move(groups);
}

void KnownGroups::forget(const auth::UserId& customer) {
    const std::scoped_lock lock(mutex_);
    ++state_;
    groups_.erase(customer);
}

void KnownGroups::forget_all() {
    const std::scoped_lock lock(mutex_);
    ++state_;
    groups_.clear();
}

}  // namespace kontor::customers
