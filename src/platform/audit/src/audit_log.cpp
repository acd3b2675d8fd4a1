#include "platform/audit/audit_log.hpp"

namespace kontor::platform {
namespace {

constexpr std::string_view insert =
    "insert into platform.audit_entry (actor_kind, actor, role, impersonator, action, targets,"
    " status, code, address, user_agent, request_id, before, after)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

// A header is the client's, and nobody reads more of it.
constexpr std::size_t longest_user_agent = 300;

std::string shortened(const std::string& user_agent) {
    auto end = std::min(user_agent.size(), longest_user_agent);
    while (end > 0 && end < user_agent.size() && (user_agent[end] & 0xC0) == 0x80) --end;
    return user_agent.substr(0, end);
}

}  // namespace

void AuditLog::add(Tx& tx, const AuditEntry& entry) {
    tx.defer(insert, entry.actor_kind, entry.actor, entry.role, entry.impersonator, entry.action,
             entry.targets, entry.status, entry.code, entry.address, shortened(entry.user_agent),
             entry.request_id, entry.before, entry.after);
}

void AuditLog::add(const AuditEntry& entry) const {
    database_.transact([&](Tx& tx) { add(tx, entry); }, Commit::with_the_next);
}

std::vector<AuditEntry> AuditLog::find(const AuditQuery& query) const {
    return database_.read([&](Reader& reader) {
        return reader.all<AuditEntry>(
            "select actor_kind, actor, role, impersonator, action, targets, status, code, address,"
            " user_agent, request_id, before, after, number, at from platform.audit_entry"
            " where ($1::uuid is null or actor = $1 or impersonator = $1)"
            " and ($2::text is null or action = $2)"
            " and ($3::text is null or targets @> array[$3::text])"
            " and ($4::timestamptz is null or at >= $4)"
            " and ($5::timestamptz is null or at < $5)"
            " and ($6::bigint is null or number < $6) order by number desc limit $7",
            query.actor, query.action, query.target, query.from, query.to, query.before_number,
            static_cast<std::int64_t>(query.rows));
    });
}

}  // namespace kontor::platform
