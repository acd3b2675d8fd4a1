#pragma once

#include "auth/ids.hpp"
#include "platform/core/time.hpp"

#include <shared_mutex>
#include <unordered_map>

namespace kontor::auth {

// Sessions whose access tokens are refused although they have not expired yet. Thread-safe.
class EndedSessions {
public:
    // token_lifetime: how long a token of a session that ends now may still be shown.
    explicit EndedSessions(std::chrono::seconds token_lifetime) : lifetime_(token_lifetime) {}

    void add(const SessionId& session, platform::Time now);
    bool contains(const SessionId& session) const;
    std::size_t size() const;

private:
    std::chrono::seconds lifetime_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<SessionId, platform::Time> forget_at_;
};

}  // namespace kontor::auth
