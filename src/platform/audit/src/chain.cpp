#include "entry_text.hpp"
#include "platform/audit/audit_log.hpp"

#include <utility>

namespace kontor::platform {
namespace {

constexpr std::size_t batch = 1000;

struct Unchained {
    std::int64_t number = 0;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Unchained, (), (number, text))

AuditHead newest_link(Reader& reader) {
    return reader
        .one<AuditHead>(
            "select position, hash from platform.audit_link order by position desc limit 1")
        .value_or(AuditHead{});
}

struct Now {
    std::int64_t newest = 0;
    std::int64_t oldest_running = 0;
    std::int64_t next = 0;
};
BOOST_DESCRIBE_STRUCT(Now, (), (newest, oldest_running, next))

Now look(Reader& reader) {
    return reader
        .one<Now>(
            "select coalesce((select max(number) from platform.audit_entry), 0) as newest,"
            " pg_snapshot_xmin(s)::text::bigint as oldest_running,"
            " pg_snapshot_xmax(s)::text::bigint as next from pg_current_snapshot() s")
        .value();
}

std::vector<Unchained> unchained(Reader& reader, std::int64_t settled) {
    static const std::string sql =
        "select e.number, " + std::string(audit::entry_text) +
        " from platform.audit_entry e where e.number > greatest($3,"
        "  coalesce((select max(entry) from platform.audit_link), 0) - $1)"
        " and not exists (select from platform.audit_link l where l.entry = e.number)"
        " order by e.number limit $2";
    return reader.all<Unchained>(sql, audit::longest_overtaking, static_cast<std::int64_t>(batch),
                                 settled);
}

void link(Tx& tx, AuditHead newest, const std::vector<Unchained>& entries) {
    std::vector<std::int64_t> positions;
    std::vector<std::int64_t> numbers;
    std::vector<std::string> hashes;
    for (const auto& entry : entries) {
        newest = {newest.position + 1,
                  audit::link_hash(newest.position + 1, newest.hash, entry.text)};
        positions.push_back(newest.position);
        numbers.push_back(entry.number);
        hashes.push_back(newest.hash);
    }
    tx.run(
        "insert into platform.audit_link (position, entry, hash)"
        " select * from unnest($1::bigint[], $2::bigint[], $3::text[])",
        positions, numbers, hashes);
}

}  // namespace

std::size_t AuditLog::chain() {
    const std::lock_guard lock(mutex_);
    const auto now = database_.read(look);
    std::size_t chained = 0;
    std::size_t found = batch;
    while (found == batch) {
        found = database_.transact([&](Tx& tx) {
            const auto entries = unchained(tx, settled_);
            if (!entries.empty()) link(tx, newest_link(tx), entries);
            return entries.size();
        });
        chained += found;
    }
    if (seen_ && seen_->before <= now.oldest_running) settled_ = std::exchange(seen_, {})->number;
    if (!seen_) seen_ = Seen{now.newest, now.next};
    return chained;
}

void AuditLog::look_again() {
    const std::lock_guard lock(mutex_);
    settled_ = 0;
    seen_.reset();
}

std::optional<AuditHead> AuditLog::head() const {
    auto newest = database_.read([](Reader& reader) { return newest_link(reader); });
    if (newest.position == 0) return std::nullopt;
    return newest;
}

}  // namespace kontor::platform
