// One connection, in libpq's pipeline mode, and the transaction that is open on it.
#pragma once

#include "server.hpp"

#include "platform/db/rows.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kontor::platform::db {

// A count was expected, and another was found: what was done since is to be taken back.
class Unexpected : public std::runtime_error {
public:
    Unexpected() : std::runtime_error("a statement affected more or fewer rows than expected") {}
};

// Commands are queued and travel together: what precedes a statement (begin, the role, deferred
// statements) costs no round trip of its own. An error makes the server skip the rest of what
// travels together. Used by one thread at a time.
class Session {
public:
    explicit Session(Server& server) : server_(server) {}
    Session(const Session&) = delete;

    // Connects when it never did, has been used for long, or is known or suspected to be dead.
    void make_ready();

    // The role of the statements to come, "" for the login's own; answers the one before.
    std::string assume(std::string role) { return std::exchange(role_, std::move(role)); }

    // Whether the commits to come wait for the disk; the default again after a transaction.
    void wait_for_disk(bool waits) { waits_for_disk_ = waits; }

    // One round trip. Outside a transaction a lost connection is replaced and the statement sent
    // again.
    Rows execute(std::string_view sql, std::vector<Parameter> parameters);
    void defer(std::string_view sql, std::vector<Parameter> parameters);
    // Deferred; throws Unexpected with whatever travels with it where it affects another number.
    void expect(std::int64_t affected, std::string_view sql, std::vector<Parameter> parameters);
    bool takes_for_granted() const { return takes_for_granted_; }
    void take_for_granted(bool takes) { takes_for_granted_ = takes; }
    bool has_unchecked() const;
    // Runs what waits for the commit, and waits for what was deferred.
    void settle();
    // Several statements in one text, without parameters, inside a transaction.
    void run_script(const std::string& sql, const std::string& name);

    void begin(std::string role);
    // Throws the first failure of what travels with it (the transaction is then still to be
    // rolled back); ConnectionLost when nothing can have been committed; DatabaseUnavailable
    // when that is unknown.
    void commit();
    void rollback() noexcept;
    bool in_transaction() const { return in_transaction_; }

    // Runs before the commit, while statements can still be added to the transaction.
    void before_commit(std::function<void()> action) { last_words_.push_back(std::move(action)); }
    void after_commit(std::function<void()> action) { actions_.push_back(std::move(action)); }
    std::vector<std::function<void()>> take_actions() { return std::exchange(actions_, {}); }

private:
    struct Statement {
        std::string name;
        bool prepared = false;
    };
    struct Command {
        std::string_view sql;  // the key in statements_
        Statement* statement;
        std::vector<Parameter> parameters;
        bool prepares = false;
        std::optional<std::int64_t> expected{};  // rows
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    struct FreeResult {
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, FreeResult>;

    void reconnect();
    bool quiet() const;
    bool is_guarded(const std::string& role) const;
    void enqueue(std::string_view sql, std::vector<Parameter> parameters);
    void push(std::string_view sql, std::vector<Parameter> parameters = {});
    Answer exchange();
    void send(Command& command);
    Answer receive(bool last);
    Answer collect(Command& command, bool last, std::optional<StatementError>& failure);
    void receive_sync();
    void say_last_words();
    void end_transaction();
    [[noreturn]] void lose(const std::string& reason, bool last_was_not_run);

    Server& server_;
    Connection connection_;
    Server::Roles guarded_roles_;
    std::uint64_t era_ = 0;
    std::chrono::steady_clock::time_point retire_at_;
    std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
    std::vector<Command> queue_;

    std::string role_;            // of the statements to come
    std::string effective_role_;  // as of the end of the queue
    bool in_transaction_ = false;
    bool waits_for_disk_ = true;
    bool takes_for_granted_ = false;
    bool unexpected_ = false;  // the transaction went on from what is not so
    bool begin_queued_ = false;
    bool shows_rows_ = false;                // the transaction has the setting of rows_in_sight()
    std::optional<StatementError> failure_;  // that aborted the transaction
    std::vector<std::function<void()>> last_words_;
    std::vector<std::function<void()>> actions_;
};

}  // namespace kontor::platform::db
