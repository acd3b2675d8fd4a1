// A session for as long as its owner lives.
#pragma once

#include "session.hpp"

#include <memory>

namespace kontor::platform::db {

class Lease {
public:
    // Waits for a free session and makes it ready. Throws DatabaseUnavailable.
    explicit Lease(Pool& pool);
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    // Rolls back what is still open.
    ~Lease();

    Session& session() const { return *session_; }
    const Pool& pool() const { return *pool_; }

private:
    Pool* pool_;
    std::unique_ptr<Session> session_;
};

}  // namespace kontor::platform::db
