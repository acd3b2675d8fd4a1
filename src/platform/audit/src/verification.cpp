#include "entry_text.hpp"
#include "platform/audit/audit_log.hpp"

namespace kontor::platform {
namespace {

constexpr std::int64_t batch = 5000;
constexpr std::size_t most_breaks = 20;

struct Link {
    std::int64_t position = 0;
    std::int64_t entry = 0;
    std::string hash;
    std::optional<std::string> text;  // none: there is no such entry
    std::optional<Time> at;
};
BOOST_DESCRIBE_STRUCT(Link, (), (position, entry, hash, text, at))

// Walks along the chain and notes where it does not hold.
class Walk {
public:
    explicit Walk(const std::optional<AuditHead>& anchor) : anchor_(anchor) {}

    std::int64_t position() const { return found_.head.position; }
    void take(const Link& link);
    Verification finish(std::int64_t waiting, const std::vector<std::int64_t>& overlooked);

private:
    void note(std::string text) {
        if (found_.breaks.size() < most_breaks) found_.breaks.push_back(std::move(text));
    }

    Verification found_{};
    std::optional<AuditHead> anchor_;
    std::optional<Time> at_{};
};

// An entry waits for its link for seconds, or as long as the shop was closed: one that says that it
// is older than those before it was written later, with a time that is not true.
constexpr auto longest_disorder = std::chrono::hours(24);

void Walk::take(const Link& link) {
    const auto entry = "entry " + std::to_string(link.entry);
    if (link.position != position() + 1)
        note("links " + std::to_string(position() + 1) + " to " +
             std::to_string(link.position - 1) + " were removed");
    else if (!link.text)
        note(entry + " was removed");
    else if (audit::link_hash(link.position, found_.head.hash, *link.text) != link.hash)
        note(entry + " was changed, or the link before it");
    else
        ++found_.entries;
    if (at_ && link.at && *link.at < *at_ - longest_disorder)
        note(entry + " was put in later: it says " + to_rfc3339(*link.at) +
             ", but follows one of " + to_rfc3339(*at_));
    if (link.at) at_ = link.at;
    if (anchor_ && anchor_->position == link.position && anchor_->hash != link.hash)
        note("link " + std::to_string(link.position) + " is not the one that was kept");
    found_.head = {link.position, link.hash};
}

Verification Walk::finish(std::int64_t waiting, const std::vector<std::int64_t>& overlooked) {
    for (const auto number : overlooked)
        note("entry " + std::to_string(number) + " was put in later: it is in no link");
    if (anchor_ && anchor_->position > position())
        note("the chain ends at " + std::to_string(position()) + ", before the link " +
             std::to_string(anchor_->position) + " that was kept: its end was removed");
    found_.waiting = waiting;
    found_.is_end_checked = anchor_.has_value();
    return found_;
}

std::vector<Link> links_after(Reader& reader, std::int64_t position) {
    static const std::string sql =
        "select l.position, l.entry, l.hash, e.text, e.at from"
        " (select * from platform.audit_link where position > $1 order by position limit $2) l"
        " left join lateral (select e.at, " +
        std::string(audit::entry_text) +
        " from platform.audit_entry e where e.number = l.entry) e on true order by l.position";
    return reader.all<Link>(sql, position, batch);
}

std::int64_t count_waiting(Reader& reader) {
    return *reader.one<std::int64_t>(
        "select count(*) from platform.audit_entry e"
        " where not exists (select from platform.audit_link l where l.entry = e.number)");
}

// Those that chain() does not look at any more.
std::vector<std::int64_t> overlooked(Reader& reader) {
    return reader.all<std::int64_t>(
        "select e.number from platform.audit_entry e"
        " where e.number <= (select max(entry) from platform.audit_link) - $1"
        " and not exists (select from platform.audit_link l where l.entry = e.number)"
        " order by e.number limit 20",
        audit::longest_overtaking);
}

}  // namespace

Verification AuditLog::verify(const std::optional<AuditHead>& anchor) const {
    Walk walk(anchor);
    while (true) {
        const auto links =
            database_.read([&](Reader& reader) { return links_after(reader, walk.position()); });
        for (const auto& link : links) walk.take(link);
        if (links.size() < static_cast<std::size_t>(batch)) break;
    }
    return walk.finish(database_.read(count_waiting), database_.read(overlooked));
}

}  // namespace kontor::platform
