#include "idempotency.hpp"

#include "platform/db/held_commit.hpp"
#include "platform/db/json_column.hpp"
#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"
#include "text.hpp"

#include <algorithm>

namespace kontor::platform::http {
namespace {

using namespace std::chrono_literals;
constexpr auto lease = 60s;
constexpr std::size_t longest_key = 255;

Error key_required() {
    return {ErrorKind::malformed, "idempotency_key_required",
            "This request needs an Idempotency-Key header: a new random value for each purchase "
            "or payment, the same one when it is sent again."};
}

Error key_malformed() {
    return {ErrorKind::malformed, "idempotency_key_malformed",
            "The Idempotency-Key header must come once, with 1 to 255 visible ASCII characters."};
}

Error key_reused() {
    return {ErrorKind::invalid, "idempotency_key_reused",
            "This Idempotency-Key belongs to another request. Use a new one, or send exactly the "
            "same request again."};
}

Error in_progress() {
    return {ErrorKind::conflict,
            "request_in_progress",
            "A request with this Idempotency-Key is being executed. Send it again in a moment.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

// RFC 8941 3.3.3: a string in quotes, where a backslash stands before a quote or a backslash.
std::optional<std::string> unquoted(std::string_view text) {
    if (text.size() < 2 || !text.ends_with('"')) return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string key;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') return std::nullopt;
        if (text[i] == '\\' && (++i == text.size() || (text[i] != '"' && text[i] != '\\')))
            return std::nullopt;
        key.push_back(text[i]);
    }
    return key;
}

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= longest_key && std::ranges::all_of(key, is_visible);
}

std::string fingerprint_of(const Request& request) {
    std::string text(method_name(request.method));
    text.append("\n").append(request.target).append("\n").append(request.body);
    return sha256_hex(text);
}

struct KeptHeader {
    std::string name;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(KeptHeader, (), (name, value))

struct KeptAnswer {
    std::string fingerprint;
    std::optional<std::int64_t> status;
    std::optional<JsonColumn<std::vector<KeptHeader>>> headers;
    std::optional<std::string> body;
};
BOOST_DESCRIBE_STRUCT(KeptAnswer, (), (fingerprint, status, headers, body))

JsonColumn<std::vector<KeptHeader>> to_column(const Headers& headers) {
    JsonColumn<std::vector<KeptHeader>> column;
    for (const auto& [name, value] : headers) column.value.push_back({name, value});
    return column;
}

Response replayed(KeptAnswer answer) {
    Response response{static_cast<int>(answer.status.value()), {}, answer.body.value()};
    for (auto& header : answer.headers.value().value)
        response.headers.emplace_back(std::move(header.name), std::move(header.value));
    response.headers.emplace_back("Idempotent-Replayed", "true");
    return response;
}

// Somebody took the expired lease over: what this execution did must not commit as well.
struct LeaseLost : std::runtime_error {
    LeaseLost() : std::runtime_error("the lease of an idempotency key was taken over") {}
};

}  // namespace

struct KeyedRequests::Claim {
    std::string scope_hash;
    std::string key;
    std::string fingerprint;
    Uuid owner;
};

Result<std::optional<std::string>> read_idempotency_key(const Headers& headers,
                                                        IdempotencyKey rule) {
    constexpr std::string_view name = "Idempotency-Key";
    const auto shown = find_header(headers, name);
    if (rule == IdempotencyKey::ignored) return std::optional<std::string>{};
    if (!shown && rule == IdempotencyKey::required) return key_required();
    if (!shown) return std::optional<std::string>{};
    const auto times = std::ranges::count_if(
        headers, [&](const auto& header) { return find_header({header}, name).has_value(); });
    auto key = shown->starts_with('"') ? unquoted(*shown) : std::string(*shown);
    if (times != 1 || !key || !is_key(*key)) return key_malformed();
    return key;
}

bool is_kept_for_key(int status) {
    constexpr std::array deterministic{402, 404, 409, 410, 412, 422};
    return (status >= 200 && status < 300) ||
           std::ranges::find(deterministic, status) != deterministic.end();
}

Result<Response> KeyedRequests::answer(const std::string& key, const std::string& scope,
                                       const Request& request, const Execute& execute) {
    const Claim claim{sha256_hex(scope), key, fingerprint_of(request), new_uuid()};
    if (!take(claim)) return earlier_answer(claim);
    try {
        auto response = execute_claimed(claim, execute);
        if (!is_kept_for_key(response.status)) release(claim);
        return response;
    } catch (const LeaseLost&) {
        return in_progress();
    } catch (...) {
        release(claim);
        throw;
    }
}

// In a transaction of its own, before anything happens, so that a second request sees it.
bool KeyedRequests::take(const Claim& claim) {
    const auto now = clock_.now();
    return database_.transact([&](Tx& tx) {
        return tx.run(
                   "insert into platform.idempotency as held"
                   " (scope_hash, key, fingerprint, owner, locked_until, created_at)"
                   " values ($1, $2, $3, $4, $5, $6)"
                   " on conflict (scope_hash, key) do update"
                   " set owner = excluded.owner, locked_until = excluded.locked_until"
                   " where held.state = 'in_progress' and held.locked_until <= excluded.created_at"
                   " and held.fingerprint = excluded.fingerprint",
                   claim.scope_hash, claim.key, claim.fingerprint, claim.owner, now + lease,
                   now) == 1;
    });
}

Result<Response> KeyedRequests::earlier_answer(const Claim& claim) {
    auto found = database_.read([&](Reader& reader) {
        return reader.one<KeptAnswer>(
            "select fingerprint, status, headers, body from platform.idempotency"
            " where scope_hash = $1 and key = $2",
            claim.scope_hash, claim.key);
    });
    if (!found) return in_progress();  // released between the two statements
    if (found->fingerprint != claim.fingerprint) return key_reused();
    if (!found->status) return in_progress();
    return replayed(*std::move(found));
}

Response KeyedRequests::execute_claimed(const Claim& claim, const Execute& execute) {
    HeldCommit held;
    auto response = execute();
    if (is_kept_for_key(response.status))
        held.finish(database_, [&](Tx& tx) {
            const auto kept = tx.run(
                "update platform.idempotency"
                " set state = 'done', status = $4, headers = $5, body = $6"
                " where scope_hash = $1 and key = $2 and owner = $3 and state = 'in_progress'",
                claim.scope_hash, claim.key, claim.owner, response.status,
                to_column(response.headers), response.body);
            if (kept != 1) throw LeaseLost();
        });
    return response;
}

// What fails here is left to the end of the lease.
void KeyedRequests::release(const Claim& claim) {
    try {
        database_.transact([&](Tx& tx) {
            tx.run(
                "delete from platform.idempotency"
                " where scope_hash = $1 and key = $2 and owner = $3 and state = 'in_progress'",
                claim.scope_hash, claim.key, claim.owner);
        });
    } catch (const std::exception& failure) {
        log::warning("an idempotency key could not be released", {{"reason", failure.what()}});
    }
}

std::int64_t remove_old_idempotency_records(Database& database, Time older_than) {
    return database.transact([&](Tx& tx) {
        return tx.run("delete from platform.idempotency where created_at < $1", older_than);
    });
}

}  // namespace kontor::platform::http
