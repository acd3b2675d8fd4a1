#include "idempotency.hpp"

#include "compression.hpp"
#include "platform/db/held_commit.hpp"
#include "platform/json/json.hpp"
#include "platform/security/random.hpp"
#include "platform/security/seal.hpp"
#include "platform/telemetry/log.hpp"
#include "text.hpp"

#include <algorithm>

namespace kontor::platform::http {
namespace {

using namespace std::chrono_literals;
constexpr auto lease = 20s;
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

struct KeptHeader {
    std::string name;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(KeptHeader, (), (name, value))

struct KeptHead {
    std::int64_t status = 0;
    std::vector<KeptHeader> headers;
};
BOOST_DESCRIBE_STRUCT(KeptHead, (), (status, headers))

struct Record {
    std::string fingerprint;
    std::optional<std::string> answer;
};
BOOST_DESCRIBE_STRUCT(Record, (), (fingerprint, answer))

// The head as one line of JSON, then the body as it is; compressed.
std::string packed(const Response& response) {
    KeptHead head{response.status, {}};
    for (const auto& [name, value] : response.headers) head.headers.push_back({name, value});
    return deflated(json::write(head) + '\n' + response.body);
}

Response replayed(const std::string& bytes) {
    const bool plain = bytes.starts_with('{');  // kept before answers were compressed
    const auto text = plain ? bytes : inflated(bytes);
    const auto end = text.find('\n');
    auto head = json::read<KeptHead>(text.substr(0, end)).value();
    Response response{static_cast<int>(head.status), {}, text.substr(end + 1)};
    for (auto& header : head.headers)
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
    std::string id;
    std::string fingerprint;
    std::string seal_key;
    Uuid owner;
};

KeyedRequests::Claim KeyedRequests::claim_of(const std::string& key, const std::string& scope,
                                             const Request& request) {
    std::string content(method_name(request.method));
    content.append("\n").append(request.target).append("\n").append(request.body);
    return {to_base64url(derive_key(key, "name\n" + scope)),
            to_base64url(hmac_sha256(derive_key(key, "compare\n" + scope), content)),
            derive_key(key, "seal\n" + scope), new_uuid()};
}

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

bool is_kept_for_key(const Response& response) {
    constexpr std::array deterministic{402, 404, 409, 410, 412, 422};
    if (response.status >= 200 && response.status < 300) return true;
    return std::ranges::find(deterministic, response.status) != deterministic.end() &&
           !find_header(response.headers, "Retry-After");
}

Result<Response> KeyedRequests::answer(const std::string& key, const std::string& scope,
                                       const Request& request, const Execute& execute,
                                       const Beside& also) {
    const auto claim = claim_of(key, scope, request);
    if (!take(claim)) return earlier_answer(claim);
    try {
        auto response = execute_claimed(claim, execute, also);
        if (!is_kept_for_key(response)) release(claim);
        return response;
    } catch (const LeaseLost&) {
        return in_progress();
    } catch (...) {
        release(claim);
        throw;
    }
}

// Before anything happens, so that a second request sees it. Sent twice, it finds its own claim.
bool KeyedRequests::take(const Claim& claim) {
    const auto now = clock_.now();
    const auto taken = database_.single<Uuid>(
        Commit::with_the_next,
        "insert into platform.idempotency as held"
        " (id, fingerprint, owner, locked_until, created_at) values ($1, $2, $3, $4, $5)"
        " on conflict (id) do update"
        " set owner = excluded.owner, locked_until = excluded.locked_until"
        " where held.owner = excluded.owner or held.answer is null"
        "  and held.locked_until <= excluded.created_at"
        "  and held.fingerprint = excluded.fingerprint returning owner",
        claim.id, claim.fingerprint, claim.owner, now + lease, now);
    return !taken.empty();
}

Result<Response> KeyedRequests::earlier_answer(const Claim& claim) {
    const auto found = database_.read([&](Reader& reader) {
        return reader.one<Record>(
            "select fingerprint, answer from platform.idempotency where id = $1", claim.id);
    });
    if (!found) return in_progress();  // released between the two statements
    if (found->fingerprint != claim.fingerprint) return key_reused();
    if (!found->answer) return in_progress();
    return replayed(unseal(claim.seal_key, *found->answer).value());
}

Response KeyedRequests::execute_claimed(const Claim& claim, const Execute& execute,
                                        const Beside& also) {
    HeldCommit held;
    auto response = execute();
    const bool is_kept = is_kept_for_key(response);
    if (is_kept || also)
        held.finish(database_, [&](Tx& tx) {
            if (also) also(tx, response);
            if (is_kept) keep(tx, claim, response);
        });
    return response;
}

void KeyedRequests::keep(Tx& tx, const Claim& claim, const Response& response) {
    const auto kept = tx.run(
        "update platform.idempotency set answer = $3"
        " where id = $1 and owner = $2 and answer is null",
        claim.id, claim.owner, seal(claim.seal_key, packed(response)));
    if (kept != 1) throw LeaseLost();
}

// What fails here is left to the end of the lease.
void KeyedRequests::release(const Claim& claim) {
    try {
        database_.transact([&](Tx& tx) {
            tx.run(
                "delete from platform.idempotency"
                " where id = $1 and owner = $2 and answer is null",
                claim.id, claim.owner);
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
