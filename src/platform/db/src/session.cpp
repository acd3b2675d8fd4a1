#include "session.hpp"

#include "rows_in_sight.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace kontor::platform::db {

namespace {

// More means that texts are pasted together; the connection starts afresh then.
constexpr std::size_t most_statements = 2000;

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

// Data exceptions quote the offending value, which may be anybody's secret.
std::string without_values(const std::string& sqlstate, std::string message) {
    if (!sqlstate.starts_with("22")) return message;
    const auto first = message.find('"');
    const auto last = message.rfind('"');
    if (first != last) message.replace(first, last - first + 1, "\"...\"");
    return message;
}

std::int64_t affected(PGresult* result) {
    return std::strtoll(PQcmdTuples(result), nullptr, 10);
}

StatementError statement_error(const PGresult* result, std::string_view place) {
    const auto sqlstate = field(result, PG_DIAG_SQLSTATE);
    const auto message = without_values(sqlstate, field(result, PG_DIAG_MESSAGE_PRIMARY));
    return {sqlstate, field(result, PG_DIAG_CONSTRAINT_NAME),
            "the database refused a statement (" + sqlstate + "): " + message +
                " in: " + std::string(place.substr(0, 300))};
}

// "migrations/catalog/0001_create_products.sql, line 7"
std::string place_in_script(const PGresult* result, const std::string& sql, std::string name) {
    const auto position = field(result, PG_DIAG_STATEMENT_POSITION);
    if (position.empty()) return name;
    const auto before = sql.substr(0, std::stoul(position));
    return name += ", line " + std::to_string(std::ranges::count(before, '\n') + 1);
}

bool ends_the_connection(std::string_view sqlstate) {
    return sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02" ||
           sqlstate == "57P03" || sqlstate == "57P05" || sqlstate == "25P03";
}

// A statement that took too long, or a server short of memory, disk or connections.
bool means_overload(std::string_view sqlstate) {
    return sqlstate == "57014" || sqlstate.starts_with("53");
}

// A statement prepared before a migration changed what it reads, or dropped behind our back.
bool no_longer_fits(std::string_view sqlstate) {
    return sqlstate == "0A000" || sqlstate == "26000";
}

// set_config, because SET LOCAL warns where a statement is a transaction of its own.
std::string set_role_statement(std::string_view role, bool waits_for_disk, bool shows_rows) {
    std::string sql = "select pg_catalog.set_config('role', '";
    for (const char letter : role.empty() ? "none" : role) {
        if (letter == '\'') sql += '\'';
        sql += letter;
    }
    sql += "', true)";
    if (!waits_for_disk) sql += ", pg_catalog.set_config('synchronous_commit', 'off', true)";
    if (shows_rows) sql += ", pg_catalog.set_config('kontor.rows', $1, true)";
    return sql;
}

std::chrono::steady_clock::time_point retirement(std::chrono::minutes lifetime) {
    static std::atomic<unsigned> counter{0};
    const auto spread = std::chrono::seconds(lifetime) / 10 * (counter++ % 8) / 8;
    return std::chrono::steady_clock::now() + lifetime - spread;
}

}  // namespace

void Session::make_ready() {
    if (!connection_ || era_ != server_.era() || statements_.size() > most_statements ||
        std::chrono::steady_clock::now() > retire_at_ || !quiet())
        reconnect();
}

// An idle connection has nothing to say but goodbye.
bool Session::quiet() const {
    char byte;
    return ::recv(PQsocket(connection_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Session::reconnect() {
    if (std::exchange(connection_, nullptr)) ++server_.traffic().reconnects;
    if (queue_.empty()) statements_.clear();
    for (auto& [sql, statement] : statements_) statement.prepared = false;
    era_ = server_.era();
    connection_ = server_.connect();
    guarded_roles_ = server_.guarded_roles();
    retire_at_ = retirement(server_.max_lifetime());
}

bool Session::is_guarded(const std::string& role) const {
    return !guarded_roles_ || std::ranges::find(*guarded_roles_, role) != guarded_roles_->end();
}

Rows Session::execute(std::string_view sql, std::vector<Parameter> parameters) {
    enqueue(sql, std::move(parameters));
    if (in_transaction_) return Rows(exchange());
    try {
        return Rows(exchange());
    } catch (const ConnectionLost&) {
    }
    reconnect();
    return Rows(exchange());
}

void Session::defer(std::string_view sql, std::vector<Parameter> parameters) {
    enqueue(sql, std::move(parameters));
}

void Session::expect(std::int64_t affected, std::string_view sql,
                     std::vector<Parameter> parameters) {
    enqueue(sql, std::move(parameters));
    queue_.back().expected = affected;
}

bool Session::has_unchecked() const {
    return std::ranges::any_of(queue_,
                               [](const Command& command) { return command.expected.has_value(); });
}

void Session::settle() {
    say_last_words();
    if (!queue_.empty()) exchange();
}

void Session::say_last_words() {
    for (const auto& say : std::exchange(last_words_, {})) say();
}

void Session::enqueue(std::string_view sql, std::vector<Parameter> parameters) {
    if (!in_transaction_) queue_.clear();
    const bool begins = in_transaction_ && !std::exchange(begin_queued_, true);
    if (begins) push("begin");
    const bool stops_waiting = (begins || !in_transaction_) && !waits_for_disk_;
    if (role_ != effective_role_ || (!in_transaction_ && !role_.empty()) || stops_waiting) {
        const auto& rows = rows_in_sight();
        const bool shows_rows =
            !rows.empty() && is_guarded(role_) && (!in_transaction_ || !shows_rows_);
        shows_rows_ = shows_rows_ || shows_rows;
        push(set_role_statement(role_, !stops_waiting, shows_rows),
             shows_rows ? std::vector<Parameter>{rows} : std::vector<Parameter>{});
        effective_role_ = role_;
    }
    push(sql, std::move(parameters));
    ++server_.traffic().statements;
}

void Session::push(std::string_view sql, std::vector<Parameter> parameters) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        Statement statement{"s" + std::to_string(statements_.size() + 1)};
        found = statements_.emplace(sql, std::move(statement)).first;
    }
    queue_.push_back({found->first, &found->second, std::move(parameters)});
}

// Blocking mode cannot deadlock on full socket buffers: libpq reads while it waits to write.
Session::Answer Session::exchange() {
    if (!connection_) throw ConnectionLost("the connection to the database is gone", true);
    for (auto& command : queue_) send(command);
    if (PQpipelineSync(connection_.get()) != 1) lose(PQerrorMessage(connection_.get()), false);
    ++server_.traffic().round_trips;

    std::optional<StatementError> failure;
    Answer last;
    bool as_expected = true;
    for (auto& command : queue_) {
        last = collect(command, &command == &queue_.back(), failure);
        if (command.expected && !failure && affected(last.get()) != *command.expected)
            as_expected = false;
    }
    receive_sync();

    queue_.clear();
    if (!in_transaction_) effective_role_.clear();
    if (!as_expected) unexpected_ = true;
    if (unexpected_) throw Unexpected();
    if (!failure) return last;
    if (!failure_) failure_ = failure;
    if (means_overload(failure->sqlstate())) throw DatabaseUnavailable(failure->what());
    throw StatementError(*failure);
}

void Session::send(Command& command) {
    auto* connection = connection_.get();
    auto& statement = *command.statement;
    command.prepares = !std::exchange(statement.prepared, true);
    if (command.prepares && PQsendPrepare(connection, statement.name.c_str(),
                                          std::string(command.sql).c_str(), 0, nullptr) != 1)
        lose(PQerrorMessage(connection), false);
    std::vector<const char*> values;
    values.reserve(command.parameters.size());
    for (const auto& parameter : command.parameters)
        values.push_back(parameter ? parameter->c_str() : nullptr);
    if (PQsendQueryPrepared(connection, statement.name.c_str(), static_cast<int>(values.size()),
                            values.data(), nullptr, nullptr, 0) != 1)
        lose(PQerrorMessage(connection), false);
}

Session::Answer Session::receive(bool last) {
    Answer answer(PQgetResult(connection_.get()));
    const auto sqlstate = field(answer.get(), PG_DIAG_SQLSTATE);
    const bool made_here = PQresultStatus(answer.get()) == PGRES_FATAL_ERROR && sqlstate.empty();
    if (!answer || made_here || ends_the_connection(sqlstate))
        lose(PQerrorMessage(connection_.get()), !last && !sqlstate.empty());
    if (const Answer more{PQgetResult(connection_.get())})
        lose("a statement gave several answers", false);
    return answer;
}

Session::Answer Session::collect(Command& command, bool last,
                                 std::optional<StatementError>& failure) {
    const auto note = [&](const PGresult* answer) {
        if (PQresultStatus(answer) == PGRES_FATAL_ERROR && !failure)
            failure.emplace(statement_error(answer, command.sql));
    };
    const bool prepared_now = std::exchange(command.prepares, false);
    if (prepared_now) {
        const auto answer = receive(false);
        command.statement->prepared = PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
        note(answer.get());
    }
    auto answer = receive(last);
    if (!prepared_now && no_longer_fits(field(answer.get(), PG_DIAG_SQLSTATE)))
        lose("a prepared statement no longer fits its tables", !last);
    note(answer.get());
    return answer;
}

// In a transaction every answer counts once it is there, a commit's above all; a statement on its
// own is committed by the sync.
void Session::receive_sync() {
    const Answer sync(PQgetResult(connection_.get()));
    if (PQresultStatus(sync.get()) == PGRES_PIPELINE_SYNC) return;
    if (!in_transaction_) lose(PQerrorMessage(connection_.get()), false);
    connection_.reset();
    server_.lost_a_connection();
}

void Session::lose(const std::string& reason, bool last_was_not_run) {
    const auto text = "the connection to the database was lost: " + reason;
    connection_.reset();
    ++server_.traffic().reconnects;
    server_.lost_a_connection();
    throw ConnectionLost(text, last_was_not_run);
}

void Session::run_script(const std::string& sql, const std::string& name) {
    if (!std::exchange(begin_queued_, true)) push("begin");
    if (!queue_.empty()) exchange();
    auto* connection = connection_.get();
    PQexitPipelineMode(connection);
    const Answer answer(PQexec(connection, sql.c_str()));
    PQenterPipelineMode(connection);
    if (PQresultStatus(answer.get()) == PGRES_FATAL_ERROR) {
        if (PQstatus(connection) != CONNECTION_OK) lose(PQerrorMessage(connection), true);
        throw statement_error(answer.get(), place_in_script(answer.get(), sql, name));
    }
    if (PQtransactionStatus(connection) != PQTRANS_INTRANS)
        throw std::logic_error(name + " must not end the transaction it runs in");
}

void Session::begin(std::string role) {
    end_transaction();
    in_transaction_ = true;
    role_ = std::move(role);
}

void Session::commit() {
    say_last_words();
    if (!begin_queued_) return end_transaction();
    if (failure_) throw StatementError(*failure_);
    if (unexpected_) throw Unexpected();
    if (has_unchecked()) exchange();
    push("commit");
    try {
        const auto answer = exchange();
        if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
            throw std::logic_error("the server rolled back instead of committing");
    } catch (const ConnectionLost& lost) {
        if (lost.last_was_not_run()) throw;
        throw DatabaseUnavailable("the outcome of a commit is unknown: " +
                                  std::string(lost.what()));
    }
    ++server_.traffic().commits;
    auto actions = take_actions();
    end_transaction();
    actions_ = std::move(actions);
}

void Session::rollback() noexcept {
    queue_.clear();
    unexpected_ = false;
    if (connection_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
        try {
            push("rollback");
            exchange();
        } catch (...) {
            connection_.reset();
        }
    }
    end_transaction();
}

void Session::end_transaction() {
    queue_.clear();
    role_.clear();
    effective_role_.clear();
    in_transaction_ = begin_queued_ = shows_rows_ = false;
    waits_for_disk_ = true;
    takes_for_granted_ = unexpected_ = false;
    failure_.reset();
    last_words_.clear();
    actions_.clear();
}

}  // namespace kontor::platform::db
