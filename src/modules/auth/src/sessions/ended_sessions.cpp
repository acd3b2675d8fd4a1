#include "sessions/ended_sessions.hpp"

#include <mutex>

namespace kontor::auth {

void EndedSessions::add(const SessionId& session, platform::Time now) {
    const std::unique_lock lock(mutex_);
    std::erase_if(forget_at_, [&](const auto& entry) { return entry.second <= now; });
    forget_at_[session] = now + lifetime_;
}

bool EndedSessions::contains(const SessionId& session) const {
    const std::shared_lock lock(mutex_);
    return forget_at_.contains(session);
}

std::size_t EndedSessions::size() const {
    const std::shared_lock lock(mutex_);
    return forget_at_.size();
}

}  // namespace kontor::auth
