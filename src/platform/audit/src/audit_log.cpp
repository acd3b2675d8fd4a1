#include "platform/audit/audit_log.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::platform {
namespace {

constexpr std::string_view insert =
    "insert into platform.audit_entry (actor_kind, actor, role, impersonator, action, targets,"
    " status, code, address, user_agent, request_id, before, after)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

// Nobody reads more of what is the client's.
constexpr std::size_t longest_user_agent = 300;
constexpr std::size_t longest_target = 200;

// A client may send any bytes, and is not to get rid of its entry by them.
std::string readable(const std::string& sent, std::size_t longest) {
    auto text = sent.substr(0, longest);
    for (auto& letter : text)
        if (letter < ' ' || letter > '~') letter = '?';
    return text;
}

std::vector<std::string> readable(const std::vector<std::string>& targets) {
    std::vector<std::string> texts;
    for (const auto& target : targets) texts.push_back(readable(target, longest_target));
    return texts;
}

}  // namespace

void AuditLog::add(Tx& tx, const AuditEntry& entry) {
    tx.defer(insert, entry.actor_kind, entry.actor, entry.role, entry.impersonator, entry.action,
             readable(entry.targets), entry.status, entry.code, entry.address,
             readable(entry.user_agent, longest_user_agent), entry.request_id, entry.before,
             entry.after);
}

void AuditLog::add(const AuditEntry& entry) const {
    database_.transact([&](Tx& tx) { add(tx, entry); }, Commit::with_the_next);
}

std::vector<AuditEntry> AuditLog::find(const AuditQuery& query) const {
    return database_.read([&](Reader& reader) {
        return listed<AuditEntry>(
            reader,
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
