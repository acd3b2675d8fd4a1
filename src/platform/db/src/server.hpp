// How to reach the database, and what is known about whether that works at the moment.
#pragma once

#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace kontor::platform::db {

// A connection died. Who can run the work again on another one catches it; to everybody else it
// is what it derives from.
class ConnectionLost : public DatabaseUnavailable {
public:
    // last_was_not_run: the server said goodbye in place of an answer to an earlier command, so
    // that the last one sent cannot have been executed.
    ConnectionLost(const std::string& reason, bool last_was_not_run)
        : DatabaseUnavailable(reason), last_was_not_run_(last_was_not_run) {}
    bool last_was_not_run() const { return last_was_not_run_; }

private:
    bool last_was_not_run_;
};

struct CloseConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;

struct Traffic {
    std::atomic<std::uint64_t> round_trips{0};
    std::atomic<std::uint64_t> statements{0};
    std::atomic<std::uint64_t> commits{0};
    std::atomic<std::uint64_t> reconnects{0};
    std::atomic<std::uint64_t> warnings{0};
};

// Thread-safe.
class Server {
public:
    // Throws std::invalid_argument for a connection string that cannot be read.
    explicit Server(const PoolOptions& options);

    // A connection in pipeline mode. Throws DatabaseUnavailable: at once for a moment after a
    // failure, so that many callers do not each wait for the same one.
    Connection connect();

    // After a connection was found dead those opened before are suspect: their era is over.
    void lost_a_connection() { ++era_; }
    std::uint64_t era() const { return era_; }

    // The modules' roles whose tables have policies, as of the first connection; nothing where that
    // is not known, or there are none yet.
    using Roles = std::shared_ptr<const std::vector<std::string>>;
    Roles guarded_roles();

    std::chrono::minutes max_lifetime() const { return max_lifetime_; }
    Traffic& traffic() { return traffic_; }

private:
    Connection open() const;
    void look_for_policies(PGconn* connection);

    std::string dsn_;
    std::string settings_;
    std::chrono::minutes max_lifetime_;
    std::atomic<std::uint64_t> era_{0};
    Traffic traffic_;

    std::mutex mutex_;
    std::chrono::steady_clock::time_point down_until_;
    std::string why_down_;
    Roles guarded_roles_;
};

}  // namespace kontor::platform::db
