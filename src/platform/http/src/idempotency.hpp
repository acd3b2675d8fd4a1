#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/http/idempotency.hpp"
#include "platform/http/route.hpp"

#include <functional>
#include <optional>

namespace kontor::platform::http {

// The key shown, if any. malformed when it is required and missing, or not 1 to 255 visible ASCII
// characters, bare or as an RFC 8941 string.
Result<std::optional<std::string>> read_idempotency_key(const Headers& headers,
                                                        IdempotencyKey rule);

// Whether an answer given after execution began is kept for the key: what would come out the
// same if the request were executed again, or has had effects, and does not say to come again.
bool is_kept_for_key(const Response& response);

// Executes a keyed request once and keeps its answer: the answer commits together
// with the effects that it reports. Neither the key nor anything that could be found out without
// it is written down: records are named, compared and sealed under keys derived from it.
class KeyedRequests {
public:
    KeyedRequests(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    using Execute = std::function<Response()>;
    using Beside = std::function<void(Tx&, const Response&)>;

    // The answer that execute() gives, or gave before. also: what commits with the effects beside,
    // of whatever answer execute() gives. Refuses idempotency_key_reused (invalid) and
    // request_in_progress (conflict).
    Result<Response> answer(const std::string& key, const std::string& scope,
                            const Request& request, const Execute& execute,
                            const Beside& also = {});

private:
    struct Claim;
    static Claim claim_of(const std::string& key, const std::string& scope, const Request& request);
    bool take(const Claim& claim);
    Result<Response> earlier_answer(const Claim& claim);
    Response execute_claimed(const Claim& claim, const Execute& execute, const Beside& also);
    static void keep(Tx& tx, const Claim& claim, const Response& response);
    void release(const Claim& claim);

    Database& database_;
    const Clock& clock_;
};

}  // namespace kontor::platform::http
