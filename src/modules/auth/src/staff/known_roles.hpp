#pragma once

#include "platform/db/database.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

namespace kontor::auth {

// What roles may do, in memory, until somebody says that it has changed. Thread-safe.
class KnownRoles {
public:
    explicit KnownRoles(platform::Database& database) : database_(database) {}

    // Nothing where there is no such role. Without a statement, but for the first after a change,
    // and for a role that is not known.
    std::optional<std::vector<std::string>> permissions_of(const std::string& role);
    // They may have changed: they are read before anybody is next asked about.
    void look_again() { ++changes_; }

private:
    using Roles = std::map<std::string, std::vector<std::string>, std::less<>>;
    std::shared_ptr<const Roles> roles();

    platform::Database& database_;
    std::atomic<std::uint64_t> changes_ = 1;
    std::shared_mutex mutex_;
    std::shared_ptr<const Roles> roles_;
    std::uint64_t changes_read_ = 0;
};

}  // namespace kontor::auth
