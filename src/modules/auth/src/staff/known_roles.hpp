#pragma once

#include "platform/core/latest.hpp"
#include "platform/db/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace kontor::auth {

// What roles may do, in memory, until somebody says that it has changed. Thread-safe.
class KnownRoles {
public:
    explicit KnownRoles(platform::Database& database);

    // Nothing where there is no such role. Without a statement, but for the first after a change,
    // and for a role that is not known.
    std::optional<std::vector<std::string>> permissions_of(const std::string& role);
    // They may have changed: they are read before anybody is next asked about.
    void look_again() { roles_.forget(); }

private:
    using Roles = std::map<std::string, std::vector<std::string>, std::less<>>;
    platform::Latest<Roles> roles_;
};

}  // namespace kontor::auth
