#include "platform/db/database.hpp"

#include "lease.hpp"

#include "platform/db/held_commit.hpp"
#include "platform/telemetry/log.hpp"

#include <exception>
#include <random>
#include <thread>

namespace kontor::platform {

// What transact() kept open for the HeldCommit of this thread.
struct HeldCommit::State {
    static thread_local State* of_this_thread;

    std::optional<db::Lease> lease;
    bool finished = false;
    int exceptions_at_start = std::uncaught_exceptions();

    db::Lease take() {
        auto taken = std::move(*lease);
        lease.reset();
        return taken;
    }
    void commit();
};

thread_local HeldCommit::State* HeldCommit::State::of_this_thread = nullptr;

namespace {

constexpr int most_attempts = 6;

// A session that a transact(), together() or read() further up this thread's stack works on.
class SessionInUse {
public:
    enum class By { one, several };  // several: another transact() may join

    SessionInUse(const Pool& pool, db::Session& session, By by = By::one)
        : pool_(pool), session_(session), by_(by), outer_(std::exchange(innermost, this)) {}
    ~SessionInUse() { innermost = outer_; }
    SessionInUse(const SessionInUse&) = delete;

    static bool any() { return innermost != nullptr; }
    static SessionInUse* joint(const Pool& pool) {
        const bool open = innermost && innermost->by_ == By::several && &innermost->pool_ == &pool;
        return open ? innermost : nullptr;
    }
    db::Session& session() const { return session_; }
    bool refused() const { return refused_; }
    void refuse() { refused_ = true; }

    const Pool& pool() const { return pool_; }
    static db::Session* find(const Pool& pool) {
        for (const auto* use = innermost; use; use = use->outer_)
            if (&use->pool_ == &pool) return &use->session_;
        return nullptr;
    }

private:
    static thread_local SessionInUse* innermost;

    const Pool& pool_;
    db::Session& session_;
    By by_;
    bool refused_ = false;
    SessionInUse* outer_;
};

thread_local SessionInUse* SessionInUse::innermost = nullptr;

class RoleScope {
public:
    RoleScope(db::Session& session, const std::string& role)
        : session_(session), before_(session.assume(role)) {}
    ~RoleScope() { session_.assume(std::move(before_)); }
    RoleScope(const RoleScope&) = delete;

private:
    db::Session& session_;
    std::string before_;
};

void run_actions(const std::vector<std::function<void()>>& actions) {
    for (const auto& action : actions) {
        try {
            action();
        } catch (const std::exception& failure) {
            log::error("an action after a commit failed", {{"reason", failure.what()}});
        }
    }
}

// The connection is free again before the actions run: they may need one.
void finish(std::optional<db::Lease> committed) {
    const auto actions = committed->session().take_actions();
    committed.reset();
    run_actions(actions);
}

void back_off(int attempt) {
    static thread_local std::minstd_rand random{std::random_device{}()};
    const int longest_ms = 2 << attempt;
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution(500, 1000 * longest_ms)(random)));
}

bool waits_for_disk(Commit commit) {
    return commit == Commit::by_the_answer || commit == Commit::at_once;
}

bool may_be_held(Commit commit) {
    return commit == Commit::by_the_answer || commit == Commit::soon;
}

// How an attempt ends.
enum class Ending { held, committed };

// Whether the work was done; its transaction is open then, and its deferred statements are done,
// when it is to be held.
bool attempt_once(db::Lease& lease, const std::string& role, SessionInUse::By by, Commit commit,
                  Checks checks, Ending ending, const std::function<bool(Tx&)>& attempt) {
    auto& session = lease.session();
    SessionInUse use(lease.pool(), session, by);
    session.begin(role);
    session.wait_for_disk(waits_for_disk(commit));
    session.take_for_granted(checks == Checks::at_the_end);
    try {
        Tx tx(session);
        const bool done = attempt(tx);
        if (done && use.refused())
            throw std::logic_error("together() went on after a refusal inside it");
        if (!done) {
            if (session.has_unchecked()) throw db::Unexpected();
            session.rollback();
            return false;
        }
        if (ending == Ending::held)
            session.settle();
        else
            session.commit();
        return true;
    } catch (...) {
        // It may not have refused or thrown, had it known.
        const bool had_expectations = session.has_unchecked();
        session.rollback();
        if (had_expectations) throw db::Unexpected();
        throw;
    }
}

// As the part of a transaction that others began and will end.
void join(SessionInUse& joint, const std::string& role, const std::function<bool(Tx&)>& attempt) {
    auto& session = joint.session();
    const SessionInUse use(joint.pool(), session);
    const RoleScope scope(session, role);
    Tx tx(session);
    if (!attempt(tx)) joint.refuse();
}

}  // namespace

db::Rows Reader::execute(std::string_view sql, std::vector<db::Parameter> parameters) {
    return session_.execute(sql, std::move(parameters));
}

void Tx::send(std::string_view sql, std::vector<db::Parameter> parameters) {
    session_.defer(sql, std::move(parameters));
}

std::int64_t Tx::expect(std::int64_t affected, std::string_view sql,
                        std::vector<db::Parameter> parameters) {
    if (!session_.takes_for_granted()) return execute(sql, std::move(parameters)).affected();
    session_.expect(affected, sql, std::move(parameters));
    return affected;
}

void Tx::before_commit(std::function<void(Tx&)> action) {
    session_.before_commit([&session = session_, action = std::move(action)] {
        Tx tx(session);
        action(tx);
    });
}

void Tx::after_commit(std::function<void()> action) {
    session_.after_commit(std::move(action));
}

void db::run_script(Tx& tx, const std::string& sql, const std::string& name) {
    tx.session_.run_script(sql, name);
}

Database::Database(Pool& pool, std::string role) : pool_(pool), role_(std::move(role)) {}
Database::~Database() = default;

void Database::in_transaction(const Attempt& attempt, Commit commit) {
    if (auto* joint = SessionInUse::joint(pool_)) return join(*joint, role_, attempt);
    run(attempt, commit, Scope::own);
}

void Database::run(const Attempt& attempt, Commit commit, Scope scope, Checks checks) {
    if (SessionInUse::any())
        throw std::logic_error("a transaction was begun inside transact() or read()");
    auto* holder = HeldCommit::State::of_this_thread;
    if (holder) holder->commit();
    const bool hold = holder && !holder->finished && may_be_held(commit);
    const auto by = scope == Scope::joint ? SessionInUse::By::several : SessionInUse::By::one;
    const auto ending = hold ? Ending::held : Ending::committed;

    db::Lease lease(pool_);
    bool kept = false;
    for (int attempts = 1;; ++attempts) {
        try {
            kept = attempt_once(lease, role_, by, commit, checks, ending, attempt);
            break;
        } catch (const db::Unexpected&) {
            checks = Checks::at_once;
            continue;
        } catch (const StatementError& refusal) {
            if (!refusal.transient() || attempts >= most_attempts) throw;
        } catch (const db::ConnectionLost&) {
            if (attempts >= most_attempts) throw;
        }
        back_off(attempts);
        lease.session().make_ready();
    }
    if (!kept) return;
    if (hold)
        holder->lease.emplace(std::move(lease));
    else
        finish(std::move(lease));
}

void Database::with_single(Commit commit, const std::function<void(Reader&)>& work) {
    auto* holder = HeldCommit::State::of_this_thread;
    if (holder && !SessionInUse::any()) holder->commit();
    with_reader(work, waits_for_disk(commit));
}

void Database::with_reader(const std::function<void(Reader&)>& work, bool waits_for_disk) {
    auto* session = SessionInUse::find(pool_);
    const auto* holder = HeldCommit::State::of_this_thread;
    if (!session && holder && holder->lease && &holder->lease->pool() == &pool_)
        session = &holder->lease->session();

    std::optional<db::Lease> lease;
    if (!session) session = &lease.emplace(pool_).session();
    const SessionInUse use(pool_, *session);
    const RoleScope role(*session, role_);
    if (lease) session->wait_for_disk(waits_for_disk);
    Reader reader(*session);
    work(reader);
}

void HeldCommit::State::commit() {
    if (!lease) return;
    auto taken = take();
    taken.session().commit();
    kontor::platform::finish(std::move(taken));
}

HeldCommit::HeldCommit() : state_(std::make_unique<State>()) {
    if (State::of_this_thread) throw std::logic_error("a thread can have only one HeldCommit");
    State::of_this_thread = state_.get();
}

HeldCommit::~HeldCommit() noexcept(false) {
    State::of_this_thread = nullptr;
    if (std::uncaught_exceptions() == state_->exceptions_at_start) state_->commit();
}

void HeldCommit::finish(Database& recorder, const std::function<void(Tx&)>& record) {
    state_->finished = true;
    if (!state_->lease || &state_->lease->pool() != &recorder.pool()) {
        state_->commit();
        return recorder.transact(record);
    }
    auto taken = state_->take();
    {
        const SessionInUse use(taken.pool(), taken.session());
        const RoleScope role(taken.session(), recorder.role());
        Tx tx(taken.session());
        record(tx);
    }
    taken.session().commit();
    kontor::platform::finish(std::move(taken));
}

}  // namespace kontor::platform
