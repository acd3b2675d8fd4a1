#include "app/routes.hpp"
#include "auth/ids.hpp"
#include "platform/http/counted_paging.hpp"

#include <boost/json.hpp>

#include <charconv>

namespace kontor::app {

using platform::AuditEntry;
using platform::AuditLog;
using platform::Result;
using platform::Text;
using namespace platform::http;

namespace {

struct AuditFilter {
    std::optional<auth::UserId> actor;
    std::optional<auth::ApiKeyId> api_key;
    std::optional<Text<1, 100>> action;
    std::optional<Text<1, 200>> target;
    std::optional<platform::Time> from;
    std::optional<platform::Time> to;
    std::optional<platform::Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Include> include;
};
BOOST_DESCRIBE_STRUCT(AuditFilter, (),
                      (actor, api_key, action, target, from, to, limit, cursor, include))

struct Actor {
    std::string kind;
    std::optional<auth::UserId> user;
    std::optional<auth::ApiKeyId> api_key;
    std::optional<std::string> role;
    std::optional<auth::UserId> impersonator;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (kind, user, api_key, role, impersonator))

struct ShownEntry {
    std::int64_t number = 0;
    platform::Time at;
    Actor actor;
    std::string action;
    std::vector<std::string> targets;
    std::int64_t status = 0;
    std::optional<std::string> code;
    std::string address;
    std::string user_agent;
    std::string request_id;
    boost::json::value before;
    boost::json::value after;
};
BOOST_DESCRIBE_STRUCT(ShownEntry, (),
                      (number, at, actor, action, targets, status, code, address, user_agent,
                       request_id, before, after))

std::optional<auth::UserId> user_of(const std::optional<platform::Uuid>& uuid) {
    if (!uuid) return std::nullopt;
    return auth::UserId(*uuid);
}

boost::json::value json_of(const std::optional<std::string>& text) {
    return text ? boost::json::parse(*text) : boost::json::value();
}

ShownEntry shown(AuditEntry entry) {
    Actor actor{entry.actor_kind, {}, {}, {}, user_of(entry.impersonator)};
    if (entry.actor_kind == "api_key")
        actor.api_key = auth::ApiKeyId(entry.actor.value());
    else
        actor.user = user_of(entry.actor);
    if (!entry.role.empty()) actor.role = entry.role;
    return {entry.number,
            entry.at,
            std::move(actor),
            std::move(entry.action),
            std::move(entry.targets),
            entry.status,
            std::move(entry.code),
            std::move(entry.address),
            std::move(entry.user_agent),
            std::move(entry.request_id),
            json_of(entry.before),
            json_of(entry.after)};
}

platform::AuditQuery query_of(const AuditFilter& filter) {
    platform::AuditQuery query;
    if (filter.api_key) query.actor = filter.api_key->uuid();
    if (filter.actor) query.actor = filter.actor->uuid();
    if (filter.action) query.action = filter.action->value();
    if (filter.target) query.target = filter.target->value();
    query.from = filter.from;
    query.to = filter.to;
    return query;
}

Result<CountedPage<ShownEntry>> list(const AuditLog& log, const Cursors& cursors,
                                     const AuditFilter& filter) {
    const CountedPaging paging(cursors, "audit " + filters_of(filter), filter);
    const auto after = paging.after(1);
    if (!after) return after.error();
    auto query = query_of(filter);
    query.rows = paging.rows();
    if (!after->empty()) query.before_number = std::stoll(after->front());

    auto entries = log.find(query);
    CountedPage<ShownEntry> page;
    page.next_cursor = paging.cut(entries, [](const AuditEntry& entry) {
        return std::vector<std::string>{std::to_string(entry.number)};
    });
    for (auto& entry : entries) page.data.push_back(shown(std::move(entry)));
    const auto length = [&](std::size_t most) {
        query.rows = most;
        query.before_number.reset();
        return log.find(query).size();
    };
    if (const auto told = paging.count(page, length); !told) return told.error();
    return page;
}

}  // namespace

void add_audit_routes(Router& router, const AuditLog& log, const std::string& cursor_secret) {
    router.add(
        Route(Method::get, "/v1/admin/audit", "list_audit_log",
              "Who did what, when and from where, the newest first")
            .by(Access::staff("audit.read"))
            .tag("Audit log (staff)")
            .describe(
                "Every sign-in and every refusal of one, every request of staff that may "
                "change something, and every refusal for want of a permission. Action is the "
                "id of the operation; targets are the ids in its address and of what it made. "
                "actor also finds what a member of staff did as somebody. "
                "From is included, to is not. Entries are never changed or deleted."),
        [&log, cursors = Cursors(cursor_secret)](const Call<Nothing, Nothing, AuditFilter>& call) {
            return list(log, cursors, call.query);
        });
}

}  // namespace kontor::app
