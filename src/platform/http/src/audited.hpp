#pragma once

#include "idempotency.hpp"
#include "platform/audit/audit_log.hpp"
#include "platform/http/call.hpp"
#include "platform/http/route.hpp"

#include <functional>
#include <optional>
#include <string>

namespace kontor::platform::http {

bool is_audited(const Route& route);

// What is kept of a request beside its outcome.
struct AuditedRequest {
    const Request& request;
    const Caller& caller;
    const Route& route;
    const std::string& request_id;
    std::vector<std::string> targets{};
};

// The answer of execute(). The entry of what staff does commits with the last transaction of the
// deed; others' with the one that the deed was declared done by, or else after it. A failure has an
// entry of its own.
Response execute_audited(const AuditLog& log, const AuditedRequest& audited,
                         const KeyedRequests::Execute& execute);
// The same for a request with a key. What was answered before is no deed.
Result<Response> execute_audited(const AuditLog& log, const AuditedRequest& audited,
                                 KeyedRequests& keyed, const std::string& key,
                                 const KeyedRequests::Execute& execute);

void keep_refusal(const AuditLog& log, const AuditedRequest& audited, const Error& refusal);

}  // namespace kontor::platform::http
