#include "platform/db/pool.hpp"

#include "lease.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <stdexcept>

namespace kontor::platform {

namespace {

struct Waiter {
    std::condition_variable turn;
    std::unique_ptr<db::Session> session;
};

}  // namespace

// A session is a place in the pool before it is a connection: it connects when it is first used.
struct Pool::State {
    explicit State(PoolOptions given) : options(std::move(given)), server(options) {}

    std::unique_ptr<db::Session> take();
    void give_back(std::unique_ptr<db::Session> session);

    PoolOptions options;
    db::Server server;
    mutable std::mutex mutex;
    std::vector<std::unique_ptr<db::Session>> idle;  // the one used last is used first
    std::deque<Waiter*> waiting;                     // who came first is served first
    std::size_t open = 0;
    std::uint64_t timeouts = 0;
};

std::unique_ptr<db::Session> Pool::State::take() {
    std::unique_lock lock(mutex);
    if (!idle.empty()) {
        auto session = std::move(idle.back());
        idle.pop_back();
        return session;
    }
    if (open < options.size) {
        ++open;
        return std::make_unique<db::Session>(server);
    }
    Waiter waiter;
    waiting.push_back(&waiter);
    if (waiter.turn.wait_for(lock, options.lease_timeout,
                             [&] { return waiter.session != nullptr; }))
        return std::move(waiter.session);
    std::erase(waiting, &waiter);
    ++timeouts;
    throw DatabaseUnavailable("no connection to the database became free within " +
                              std::to_string(options.lease_timeout.count()) + " ms: all " +
                              std::to_string(options.size) + " are in use");
}

void Pool::State::give_back(std::unique_ptr<db::Session> session) {
    const std::lock_guard lock(mutex);
    if (waiting.empty()) {
        idle.push_back(std::move(session));
        return;
    }
    auto* next = waiting.front();
    waiting.pop_front();
    next->session = std::move(session);
    next->turn.notify_one();
}

Pool::Pool(PoolOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Pool::~Pool() = default;

void Pool::check() {
    const db::Lease lease(*this);
    const auto rows = lease.session().execute("show server_version", {});
    const std::string version(rows.cell(0, 0).value());
    if (std::atoi(version.c_str()) < 15)
        throw std::runtime_error("PostgreSQL 15 or newer is needed, but the server is " + version +
                                 ": upgrade it, or name another one in the connection string");
}

PoolStatistics Pool::statistics() const {
    const auto& traffic = state_->server.traffic();
    const std::lock_guard lock(state_->mutex);
    return {.open = state_->open,
            .leased = state_->open - state_->idle.size(),
            .waiting = state_->waiting.size(),
            .round_trips = traffic.round_trips,
            .statements = traffic.statements,
            .commits = traffic.commits,
            .timeouts = state_->timeouts,
            .reconnects = traffic.reconnects,
            .warnings = traffic.warnings};
}

db::Lease::Lease(Pool& pool) : pool_(&pool), session_(pool.state_->take()) {
    try {
        session_->make_ready();
    } catch (...) {
        pool.state_->give_back(std::move(session_));
        throw;
    }
}

db::Lease::~Lease() {
    if (!session_) return;
    if (session_->in_transaction()) session_->rollback();
    session_->assume("");
    pool_->state_->give_back(std::move(session_));
}

}  // namespace kontor::platform
