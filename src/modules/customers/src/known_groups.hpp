#pragma once

#include "auth/ids.hpp"
#include "customers/ids.hpp"

#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kontor::customers {

// The groups of the customers asked for lately. Bounded. Thread-safe.
class KnownGroups {
public:
    explicit KnownGroups(std::size_t most_customers) : most_customers_(most_customers) {}

    std::optional<std::vector<GroupId>> find(const auth::UserId& customer) const;

    // What is read after asking for the state may be kept unless something was forgotten since.
    std::uint64_t state() const;
    void keep(const auth::UserId& customer, std::vector<GroupId> groups, std::uint64_t state);

    void forget(const auth::UserId& customer);
    void forget_all();

private:
    std::size_t most_customers_;
    mutable std::mutex mutex_;
    std::uint64_t state_ = 0;
    std::unordered_map<auth::UserId, std::vector<GroupId>> groups_;
};

}  // namespace kontor::customers
