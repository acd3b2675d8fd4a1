#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace kontor::platform {

// How a statement is to be done is settled when it is first run, which is what many small ones
// want; or each time anew, for few that touch much while their tables grow.
enum class Plans { kept, made_anew };

struct PoolOptions {
    std::string dsn{};      // libpq connection string or URI
    std::size_t size = 16;  // connections at most, opened when first needed
    std::chrono::milliseconds lease_timeout{5000};
    std::chrono::milliseconds statement_timeout{30000};
    std::chrono::minutes max_lifetime{30};
    Plans plans = Plans::kept;
};

struct PoolStatistics {
    std::size_t open = 0;
    std::size_t leased = 0;
    std::size_t waiting = 0;
    std::uint64_t round_trips = 0;
    std::uint64_t statements = 0;
    std::uint64_t commits = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t reconnects = 0;
    std::uint64_t warnings = 0;  // that the server sent
};

namespace db {
class Session;
class Lease;
}  // namespace db

// Connections to one database. A lease waits at most lease_timeout, then throws
// DatabaseUnavailable; a connection that comes back broken is closed and opened anew when next
// needed, so that a restart of PostgreSQL needs no restart here. Thread-safe.
class Pool {
public:
    // Throws std::invalid_argument for a connection string that cannot be read.
    explicit Pool(PoolOptions options);
    ~Pool();
    Pool(const Pool&) = delete;

    // Connects once and reads the server's version: for a clear message at start. Throws
    // DatabaseUnavailable, or std::runtime_error for a server that is too old.
    void check();

    PoolStatistics statistics() const;

private:
    friend class db::Lease;
    friend class Database;
    friend class HeldCommit;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
