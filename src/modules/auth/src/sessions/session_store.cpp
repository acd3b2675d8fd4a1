#include "sessions/session_store.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

std::vector<OpenSession> open_sessions(Reader& reader, const UserId& account, Time now,
                                       std::size_t limit) {
    return reader.all<OpenSession>(
        "select s.id, s.created_at, coalesce(s.last_used_at, s.created_at) as last_used_at,"
        " s.user_agent, s.impersonator is not null as by_staff"
        " from auth.session s where s.account = $1 and s.ended_at is null"
        " and (exists (select from auth.refresh_token t"
        "   where t.session = s.id and t.used_at is null and t.expires_at > $2)"
        "  or (s.expires_at > $2 and exists (select from auth.session m"
        "   where m.id = s.impersonators_session and m.ended_at is null)))"
        " order by last_used_at desc, s.id desc limit $3",
        account, now, limit);
}

bool end_session_of(Tx& tx, const UserId& account, const SessionId& id, Time now) {
    return tx.run(
               "update auth.session set ended_at = $3"
               " where id = $2 and account = $1 and ended_at is null",
               account, id, now) == 1;
}

std::vector<SessionId> end_sessions_but(Tx& tx, const UserId& account,
                                        const std::optional<SessionId>& spared, Time now) {
    return tx.all<SessionId>(
        "update auth.session set ended_at = $3"
        " where account = $1 and ended_at is null and id is distinct from $2::uuid returning id",
        account, spared, now);
}

}  // namespace kontor::auth::store
