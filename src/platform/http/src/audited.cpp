#include "audited.hpp"

#include "platform/audit/deed.hpp"
#include "platform/db/held_commit.hpp"
#include "platform/telemetry/log.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace kontor::platform::http {
namespace {

std::string_view kind_of(const Caller& caller, const audit::Deed& deed) {
    if (deed.actor) return deed.role == "customer" ? "customer" : "staff";
    if (caller.key) return "api_key";
    switch (caller.kind) {
        case Caller::Kind::staff:
            return "staff";
        case Caller::Kind::customer:
            return "customer";
        case Caller::Kind::guest:
            return "guest";
        case Caller::Kind::anonymous:
            break;
    }
    return "anonymous";
}

std::optional<std::string> text_in(const Response& response, std::string_view member) {
    boost::system::error_code error;
    const auto body = boost::json::parse(response.body, error);
    const auto* object = error ? nullptr : body.if_object();
    const auto* text = object ? object->if_contains(member) : nullptr;
    if (!text || !text->is_string()) return std::nullopt;
    return std::string(text->get_string());
}

std::optional<std::string> code_of(const Response& response) {
    if (response.status < 400) return std::nullopt;
    return text_in(response, "code");
}

// The id of what was made: not everything that is made can be read at an address of its own.
std::optional<std::string> made_by(const Response& response) {
    if (response.status != 201) return std::nullopt;
    if (const auto address = find_header(response.headers, "Location"))
        return std::string(address->substr(address->rfind('/') + 1));
    return text_in(response, "id");
}

void add_once(std::vector<std::string>& targets, const std::string& target) {
    if (!target.empty() && std::ranges::find(targets, target) == targets.end())
        targets.push_back(target);
}

std::vector<std::string> targets_of(const AuditedRequest& audited, const audit::Deed& deed,
                                    const Response& response) {
    auto targets = audited.targets;
    for (const auto& target : deed.targets) add_once(targets, target);
    if (const auto made = made_by(response)) add_once(targets, *made);
    return targets;
}

AuditEntry entry_of(const AuditedRequest& audited, const audit::Deed& deed,
                    const Response& response) {
    const auto& caller = audited.caller;
    AuditEntry entry;
    entry.actor_kind = kind_of(caller, deed);
    entry.actor = deed.actor ? deed.actor : caller.key ? caller.key : caller.user;
    entry.role = deed.actor ? deed.role : caller.role;
    entry.impersonator = caller.impersonator;
    entry.action = audited.route.operation;
    entry.targets = targets_of(audited, deed, response);
    entry.status = response.status;
    entry.code = code_of(response);
    entry.address = audited.request.peer;
    entry.user_agent = find_header(audited.request.headers, "User-Agent").value_or("");
    entry.request_id = audited.request_id;
    if (response.status < 400) {
        entry.before = deed.before;
        entry.after = deed.after;
    }
    return entry;
}

void keep_failure(const AuditLog& log, const AuditedRequest& audited, const audit::Deed& deed) {
    try {
        auto entry = entry_of(audited, deed, Response{500, {}, {}});
        entry.code = "http.internal_error";
        log.add(entry);
    } catch (const std::exception& failure) {
        log::error("a failure could not be kept in the audit log", {{"reason", failure.what()}});
    }
}

audit::DeedScope::Write writer_of(const AuditedRequest& audited) {
    return [&audited](Tx& tx, const audit::Deed& deed) {
        AuditLog::add(tx, entry_of(audited, deed, Response{}));
    };
}

// What strangers ask for may wait for a password to be hashed, and must not hold a connection then.
bool is_held(const Route& route) {
    return route.access.kind == Access::Kind::staff;
}

Response execute_and_keep(const AuditLog& log, const AuditedRequest& audited,
                          const audit::DeedScope& scope, const KeyedRequests::Execute& execute) {
    auto response = execute();
    if (!scope.is_kept() || response.status >= 400)
        log.add(entry_of(audited, scope.deed(), response));
    return response;
}

}  // namespace

bool is_audited(const Route& route) {
    const bool may_change = route.method != Method::get;
    return route.is_audited || (may_change && route.access.kind == Access::Kind::staff);
}

Response execute_audited(const AuditLog& log, const AuditedRequest& audited,
                         const KeyedRequests::Execute& execute) {
    const audit::DeedScope scope(writer_of(audited));
    try {
        if (!is_held(audited.route)) return execute_and_keep(log, audited, scope, execute);
        HeldCommit held;
        auto response = execute();
        held.finish(log.database(),
                    [&](Tx& tx) { AuditLog::add(tx, entry_of(audited, scope.deed(), response)); });
        return response;
    } catch (...) {
        keep_failure(log, audited, scope.deed());
        throw;
    }
}

Result<Response> execute_audited(const AuditLog& log, const AuditedRequest& audited,
                                 KeyedRequests& keyed, const std::string& key,
                                 const KeyedRequests::Execute& execute) {
    const audit::DeedScope scope(writer_of(audited));
    try {
        return keyed.answer(key, audited.caller.scope(), audited.request, execute,
                            [&](Tx& tx, const Response& response) {
                                if (!scope.is_kept() || response.status >= 400)
                                    AuditLog::add(tx, entry_of(audited, scope.deed(), response));
                            });
    } catch (...) {
        keep_failure(log, audited, scope.deed());
        throw;
    }
}

void keep_refusal(const AuditLog& log, const AuditedRequest& audited, const Error& refusal) {
    auto entry = entry_of(audited, {}, Response{status_of(refusal.kind), {}, {}});
    entry.code = refusal.code;
    log.add(entry);
}

}  // namespace kontor::platform::http
