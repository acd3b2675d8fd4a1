// A module's way to its tables. Nobody else begins, commits or leases a connection.
#pragma once

#include "platform/core/result.hpp"
#include "platform/db/rows.hpp"

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

class Pool;

// The database cannot be reached, no connection became free in time, a statement took too long, or
// the server is short of something. The edge answers 503.
class DatabaseUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A statement was refused by the server. Carries the SQLSTATE and the constraint's name; what()
// never contains a bound value.
class StatementError : public std::runtime_error {
public:
    StatementError(std::string sqlstate, std::string constraint, const std::string& message)
        : std::runtime_error(message),
          sqlstate_(std::move(sqlstate)),
          constraint_(std::move(constraint)) {}
    const std::string& sqlstate() const { return sqlstate_; }
    const std::string& constraint() const { return constraint_; }
    bool unique_violation() const { return sqlstate_ == "23505"; }
    // Serialisation failure or deadlock: the whole transaction may simply be tried again.
    bool transient() const { return sqlstate_ == "40001" || sqlstate_ == "40P01"; }

private:
    std::string sqlstate_;
    std::string constraint_;
};

class Tx;

namespace db {
class Session;
// Several statements in one text, as the login; name tells where it comes from. For migrations.
void run_script(Tx& tx, const std::string& sql, const std::string& name);
}  // namespace db

// Reads, each statement one round trip. SQL has $1, $2, ... for its arguments, schema-qualified
// tables, and is prepared once per connection; it must therefore be one of a bounded set of
// texts: never paste a value into it.
class Reader {
public:
    explicit Reader(db::Session& session) : session_(session) {}
    Reader(const Reader&) = delete;

    // The only row, or nothing. More than one row is a mistake and throws.
    template <class Row, class... Arguments>
    std::optional<Row> one(std::string_view sql, const Arguments&... arguments) {
        const auto rows = execute(sql, {db::encode(arguments)...});
        if (rows.size() == 0) return std::nullopt;
        if (rows.size() > 1) throw ColumnError("one() got several rows");
        return db::read_row<Row>(rows, 0);
    }

    template <class Row, class... Arguments>
    std::vector<Row> all(std::string_view sql, const Arguments&... arguments) {
        const auto rows = execute(sql, {db::encode(arguments)...});
        std::vector<Row> found;
        found.reserve(rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row)
            found.push_back(db::read_row<Row>(rows, row));
        return found;
    }

    // The rows as they came, for a statement whose shape is only known when it runs.
    db::Rows execute(std::string_view sql, std::vector<db::Parameter> parameters);

protected:
    db::Session& session_;
};

// A transaction in progress, in its module's role. Not thread-safe; never outlives transact().
class Tx : public Reader {
public:
    using Reader::Reader;

    // Rows affected.
    template <class... Arguments>
    std::int64_t run(std::string_view sql, const Arguments&... arguments) {
        return execute(sql, {db::encode(arguments)...}).affected();
    }

    // Sends the statement without waiting: it travels with the next statement or the commit, and
    // so costs no round trip. Its error, if any, is thrown there. Nothing may depend on its
    // count: use run() for a conditional update.
    template <class... Arguments>
    void defer(std::string_view sql, const Arguments&... arguments) {
        send(sql, {db::encode(arguments)...});
    }

    // Rows affected by a statement that nearly always affects `expected`. Under Checks::at_the_end
    // it travels like defer(), and is taken to have affected so many.
    template <class... Arguments>
    std::int64_t run_expecting(std::int64_t expected, std::string_view sql,
                               const Arguments&... arguments) {
        return expect(expected, sql, {db::encode(arguments)...});
    }

    // Runs once on this thread when all the work of the transaction is done, before its commit. For
    // statements that are gathered: it may defer(), and nothing else of this Tx.
    void before_commit(std::function<void(Tx&)> action);

    // Runs on this thread after the commit, never after a rollback. Must not throw. For hints
    // that may be lost: dropping a cached answer, waking the dispatcher.
    void after_commit(std::function<void()> action);

    // The same for all parts of one transaction.
    const void* transaction() const { return &session_; }

private:
    friend void db::run_script(Tx& tx, const std::string& sql, const std::string& name);
    void send(std::string_view sql, std::vector<db::Parameter> parameters);
    std::int64_t expect(std::int64_t affected, std::string_view sql,
                        std::vector<db::Parameter> parameters);
};

// When it is looked at whether as many rows were affected as work expects.
enum class Checks {
    at_once,
    // With the next statement that waits for an answer, or before the commit, and so without a
    // round trip for each. Where it was not so, all is taken back and work runs again, at_once.
    at_the_end,
};

// When a commit is safe from a loss of power.
enum class Commit {
    // When transact() returns; or with the answer to the request, under a HeldCommit.
    by_the_answer,
    // When transact() returns, whatever holds commits: before something remote is told of it.
    at_once,
    // With the next commit of the kinds above, by whomever: the log is written in order, so nothing
    // that builds on this can survive without it. Locks are free without a wait for the disk. For
    // what the same request goes on from: the record of a HeldCommit is not part of it.
    with_the_next,
    // Likewise, but committed with the answer under a HeldCommit. For what may be lost by a loss of
    // power half a second after it was answered.
    soon,
};

// One per module: a pool and the role its statements run in, "" for the login's own. Thread-safe.
class Database {
public:
    Database(Pool& pool, std::string role);
    ~Database();
    Database(const Database&) = delete;

    // Runs work(Tx&), which returns a Result or a plain value (or nothing). Commits on a value,
    // rolls back on an Error or a throw. Serialisation failures and deadlocks run it again (five
    // times at most), as does a connection found dead before the commit was sent: work must
    // therefore have no effect outside the transaction. n statements cost at most n + 1 round
    // trips. Calls inside transact() or read() throw std::logic_error. Nothing remote may be called
    // inside. Throws DatabaseUnavailable, StatementError.
    template <std::invocable<Tx&> Work>
    auto transact(Work&& work, Commit commit = Commit::by_the_answer)
        -> std::invoke_result_t<Work&, Tx&> {
        return outcome_of<std::invoke_result_t<Work&, Tx&>>(
            [&](const Attempt& attempt) { in_transaction(attempt, commit); }, work);
    }

    // One transaction of several: what transact() does inside work, by whichever module on this
    // pool, joins it in that module's role and is committed when work returns a value. An Error of
    // work, a throw, or an Error of any transact() inside takes all of it back. Otherwise as
    // transact(), also that work may run again; commits of those that join do not matter.
    template <std::invocable Work>
    auto together(Work&& work, Commit commit = Commit::by_the_answer,
                  Checks checks = Checks::at_once) -> std::invoke_result_t<Work&> {
        const auto joint = [&](Tx&) { return work(); };
        return outcome_of<std::invoke_result_t<Work&>>(
            [&](const Attempt& attempt) { run(attempt, commit, Scope::joint, checks); }, joint);
    }

    // Runs work(Reader&) without a transaction around it: each statement sees what was committed
    // when it started and costs one round trip. On a thread that is inside a transaction on the
    // same pool, running or held (held_commit.hpp), it reads inside that transaction in this
    // module's role: a thread never needs a second connection.
    template <std::invocable<Reader&> Work>
    auto read(Work&& work) -> std::invoke_result_t<Work&, Reader&> {
        using Outcome = std::invoke_result_t<Work&, Reader&>;
        if constexpr (std::is_void_v<Outcome>) {
            with_reader([&](Reader& reader) { work(reader); });
        } else {
            std::optional<Outcome> outcome;
            with_reader([&](Reader& reader) { outcome.emplace(work(reader)); });
            return *std::move(outcome);
        }
    }

    // One statement that writes, as a transaction of its own: one round trip where transact() takes
    // two. It must do no harm twice: after a connection was lost it is sent again. Inside a
    // transaction of this thread it is part of that.
    template <class Row, class... Arguments>
    std::vector<Row> single(Commit commit, std::string_view sql, const Arguments&... arguments) {
        std::vector<Row> rows;
        with_single(commit, [&](Reader& reader) { rows = reader.all<Row>(sql, arguments...); });
        return rows;
    }

    Pool& pool() const { return pool_; }
    const std::string& role() const { return role_; }

private:
    // Answers whether to commit; may run several times.
    using Attempt = std::function<bool(Tx&)>;

    template <class Outcome, class Run, class Work>
    static Outcome outcome_of(Run&& run, Work& work) {
        if constexpr (std::is_void_v<Outcome>) {
            run([&](Tx& tx) {
                work(tx);
                return true;
            });
        } else {
            std::optional<Outcome> outcome;
            run([&](Tx& tx) {
                outcome.emplace(work(tx));
                if constexpr (requires { outcome->has_error(); }) return !outcome->has_error();
                return true;
            });
            return *std::move(outcome);
        }
    }

    enum class Scope { own, joint };
    // Joins where together() is at work.
    void in_transaction(const Attempt& attempt, Commit commit);
    void run(const Attempt& attempt, Commit commit, Scope scope, Checks checks = Checks::at_once);
    void with_reader(const std::function<void(Reader&)>& work, bool waits_for_disk = true);
    void with_single(Commit commit, const std::function<void(Reader&)>& work);

    Pool& pool_;
    std::string role_;
};

}  // namespace kontor::platform
