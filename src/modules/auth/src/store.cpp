#include "store.hpp"

#include "user_columns.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

struct LoginRow {
    std::optional<UserId> id;
    std::optional<std::string> email;
    std::optional<std::string> name;
    std::optional<std::string> role;
    std::optional<Time> created_at;
    std::optional<bool> email_verified;
    std::optional<std::string> password_hash;
    std::int64_t failures = 0;
    std::int64_t failures_from_here = 0;
    std::int64_t failures_of_client = 0;
    bool is_known_client = false;
    bool has_second_factor = false;
    std::optional<bool> is_disabled;
};
BOOST_DESCRIBE_STRUCT(LoginRow, (),
                      (id, email, name, role, created_at, email_verified, password_hash, failures,
                       failures_from_here, failures_of_client, is_known_client, has_second_factor,
                       is_disabled))

struct SessionRow {
    SessionId session;
    User user;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (session, user))

}  // namespace

bool insert_account(Tx& tx, const Account& account) {
    const auto& user = account.user;
    return tx.run(
               "insert into auth.user_account (id, email, name, role, password_hash, created_at)"
               " values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing",
               user.id, user.email, user.name, user.role, account.password_hash,
               user.created_at) == 1;
}

std::optional<User> user(Reader& reader, const UserId& id) {
    return reader.one<User>(
        "select " + user_columns + " from auth.user_account where id = $1 and forgotten_at is null",
        id);
}

bool hold(Tx& tx, const UserId& id) {
    return tx.run_expecting(1,
                            "select from auth.user_account where id = $1 and forgotten_at is null"
                            " for key share",
                            id) == 1;
}

std::optional<User> lock_enabled_user(Tx& tx, const UserId& id) {
    return tx.one<User>("select " + user_columns +
                            " from auth.user_account where id = $1 and disabled_at is null"
                            " and forgotten_at is null for share",
                        id);
}

std::optional<User> lock_as_seen(Tx& tx, const Account& seen) {
    const auto& id = seen.user.id;
    auto found = tx.one<User>("select " + user_columns +
                                  " from auth.user_account where id = $1 and disabled_at is null"
                                  " and forgotten_at is null"
                                  " and password_hash = $2 and role = $3 for share",
                              id, seen.password_hash, seen.user.role);
    if (!found) return found;
    // Only now: a statement sees what was there when it began, which was before it had the lock.
    const auto has_factor = tx.one<bool>(
                                  "select exists (select from auth.second_factor"
                                  " where account = $1 and confirmed_at is not null)",
                                  id)
                                .value();
    if (has_factor != seen.has_second_factor) return std::nullopt;
    return found;
}

bool lock_signed_in(Tx& tx, const UserId& account, const SessionId& session) {
    const auto found = tx.one<UserId>(
        "select id from auth.user_account where id = $1 and disabled_at is null"
        " and forgotten_at is null for no key update",
        account);
    return found && tx.one<SessionId>(
                          "select id from auth.session where id = $1 and account = $2"
                          " and ended_at is null for share",
                          session, account)
                        .has_value();
}

LoginAttempt login_attempt(Reader& reader, const std::string& email, const std::string& client,
                           Time failures_since, Time known_since) {
    auto row = reader.one<LoginRow>(
        "select a.id, a.email, a.name, a.role, a.created_at,"
        " a.email_verified_at is not null as email_verified, a.password_hash, f.failures,"
        " f.failures_from_here, f.failures_of_client,"
        " $2 <> '' and exists (select from auth.session s"
        "  where s.account = a.id and s.client = $2 and s.created_at > $4) as is_known_client,"
        " exists (select from auth.second_factor m"
        "  where m.account = a.id and m.confirmed_at is not null) as has_second_factor,"
        " a.disabled_at is not null as is_disabled"
        " from (select count(*) filter (where email = $1) as failures,"
        "   count(*) filter (where email = $1 and client = $2) as failures_from_here,"
        "   count(*) filter (where client = $2) as failures_of_client"
        "  from auth.failed_login where (email = $1 or client = $2) and at > $3) f"
        " left join auth.user_account a on a.email = $1 and a.forgotten_at is null",
        email, client, failures_since, known_since);
    LoginAttempt attempt{std::nullopt, row->failures, row->failures_from_here,
                         row->failures_of_client, row->is_known_client};
    if (!row->id) return attempt;
    User user{*row->id,         *std::move(row->email), std::move(row->name), *std::move(row->role),
              *row->created_at, *row->email_verified};
    attempt.account = Account{std::move(user), *std::move(row->password_hash),
                              row->has_second_factor, row->is_disabled.value_or(false)};
    return attempt;
}

std::optional<Time> failure_at(Reader& reader, const std::string& email, const std::string& client,
                               std::int64_t nth) {
    return reader.one<Time>(
        "select at from auth.failed_login where email = $1 and ($2 = '' or client = $2)"
        " order by at desc offset $3 - 1 limit 1",
        email, client, nth);
}

std::optional<Time> failure_of_client_at(Reader& reader, const std::string& client,
                                         std::int64_t nth) {
    return reader.one<Time>(
        "select at from auth.failed_login where client = $1 order by at desc offset $2 - 1 limit 1",
        client, nth);
}

void record_failure(Tx& tx, const std::string& email, const std::string& client, Time now,
                    Time forget_before) {
    tx.defer("delete from auth.failed_login where at < $1", forget_before);
    tx.defer("insert into auth.failed_login (email, client, at) values ($1, $2, $3)", email, client,
             now);
}

bool claim_guess(Tx& tx, const std::string& email, const GuessBounds& bounds, Time now) {
    return tx.run(
               "insert into auth.guessed_address as g (email, guesses, last_at) values ($1, 1, $3)"
               " on conflict (email) do update set guesses = g.guesses + 1, last_at = $3"
               " where g.guesses < $2 and (g.guesses < $4 or g.last_at <= $5)",
               email, bounds.most, now, bounds.at_once, bounds.last_before) == 1;
}

std::optional<Time> last_guess(Reader& reader, const std::string& email, std::int64_t most) {
    return reader.one<Time>(
        "select last_at from auth.guessed_address where email = $1 and guesses < $2", email, most);
}

void give_guess_back(Tx& tx, const std::string& email, Time last_at) {
    tx.defer(
        "update auth.guessed_address set guesses = guesses - 1, last_at = $2"
        " where email = $1 and guesses > 0",
        email, last_at);
}

void forget_failures(Tx& tx, const std::string& email) {
    tx.defer("delete from auth.failed_login where email = $1", email);
    tx.defer("delete from auth.guessed_address where email = $1", email);
}

void forget_failures_from(Tx& tx, const std::string& email, const std::string& client) {
    tx.defer("delete from auth.failed_login where email = $1 and client = $2", email, client);
    tx.defer("delete from auth.guessed_address where email = $1", email);
}

bool claim_question(Tx& tx, const std::string& client, std::int64_t most, Time since, Time now) {
    return tx.run(
               "insert into auth.asked_question (client, at) select $1, $4 where"
               " (select count(*) from auth.asked_question where client = $1 and at > $3) < $2",
               client, most, since, now) == 1;
}

void forget_questions_before(Tx& tx, Time before) {
    tx.defer("delete from auth.asked_question where at < $1", before);
}

void forget_guesses_before(Tx& tx, Time before) {
    tx.defer(
        "delete from auth.guessed_address g where g.last_at < $1"
        " and not exists (select from auth.user_account a where a.email = g.email)",
        before);
}

void insert_session(Tx& tx, const SessionId& id, const UserId& user,
                    const std::optional<std::string>& user_agent, const std::string& client,
                    Time now) {
    tx.defer(
        "insert into auth.session (id, account, created_at, user_agent, client)"
        " values ($1, $2, $3, $4, $5)",
        id, user, now, user_agent, client);
}

void insert_refresh_token(Tx& tx, const RefreshToken& token) {
    tx.defer(
        "insert into auth.refresh_token (hash, session, issued_at, expires_at)"
        " values ($1, $2, $3, $4)",
        token.hash, token.session, token.issued_at, token.expires_at);
}

std::optional<Session> use_refresh_token(Tx& tx, const std::string& hash, Time now) {
    auto row = tx.one<SessionRow>(
        "with used as ("
        "  update auth.refresh_token t set used_at = $2 from auth.session s"
        "  where t.hash = $1 and t.used_at is null and t.expires_at > $2"
        "    and s.id = t.session and s.ended_at is null"
        "  returning s.id as session, s.account),"
        " touched as (update auth.session s set last_used_at = $2 from used where s.id = "
        "used.session)"
        " select used.session, a.id as user_id, a.email as user_email, a.name as user_name,"
        "   a.role as user_role, a.created_at as user_created_at,"
        "   a.email_verified_at is not null as user_email_verified"
        " from used join auth.user_account a on a.id = used.account and a.forgotten_at is null",
        hash, now);
    if (!row) return std::nullopt;
    return Session{row->session, std::move(row->user)};
}

std::optional<EndedSession> end_session(Tx& tx, const std::string& hash, Time now) {
    return tx.one<EndedSession>(
        "update auth.session s set ended_at = $2 from auth.refresh_token t"
        " where t.hash = $1 and s.id = t.session and s.ended_at is null"
        " returning s.id, s.account",
        hash, now);
}

std::optional<EndedSession> end_session_of_used(Tx& tx, const std::string& hash, Time now) {
    return tx.one<EndedSession>(
        "update auth.session s set ended_at = $2 from auth.refresh_token t"
        " where t.hash = $1 and t.used_at is not null and s.id = t.session"
        " and s.ended_at is null returning s.id, s.account",
        hash, now);
}

std::vector<SessionId> sessions_ended_since(Reader& reader, Time since) {
    return reader.all<SessionId>("select id from auth.session where ended_at > $1", since);
}

}  // namespace kontor::auth::store
