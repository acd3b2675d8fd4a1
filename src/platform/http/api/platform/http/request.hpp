#pragma once

#include "platform/core/result.hpp"
#include "platform/core/uuid.hpp"
#include "platform/http/allowance.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform::http {

enum class Method { get, post, put, patch, del };

std::string_view method_name(Method method);  // "GET", ..., "DELETE"

using Headers = std::vector<std::pair<std::string, std::string>>;

// Nothing, or the first header of that name; names compare without case.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Request {
    Method method = Method::get;
    std::string target = "/";  // as sent: path and query, percent-encoded
    Headers headers{};
    std::string body{};
    std::string peer{};                    // the client's address, behind trusted proxies too
    std::optional<Allowance> allowance{};  // of that address, where it has one
};

struct Response {
    int status = 200;
    Headers headers{};
    std::string body{};
};

// Who is asking, as far as the credentials shown could be verified.
struct Caller {
    enum class Kind { anonymous, guest, customer, staff };

    Kind kind = Kind::anonymous;
    std::optional<Uuid> user{};              // customer, staff
    std::string guest_token_hash{};          // SHA-256 hex of the Guest-Token shown, or ""
    std::vector<std::string> permissions{};  // staff
    std::string session{};
    std::string address{};               // the peer's
    std::string role{};                  // of a user, as the module that knows users calls it
    std::optional<Uuid> impersonator{};  // the member of staff who acts as this user
    std::optional<Uuid> key{};           // the secret API key that acts as staff; there is no user
    std::optional<Uuid> shop_front{};    // the publishable API key shown, beside whoever shops

    bool may(std::string_view permission) const;
    // What an idempotency key is scoped to: never shared by two callers, as far as these can be
    // told apart. Who has shown nothing is known by the address only.
    std::string scope() const;
    // Whose requests are counted together; "" for who has no account. A member of staff who acts as
    // somebody uses up their own allowance, and a key has one of its own.
    std::string account() const;
};

// Refuses http.not_for_keys and http.not_while_impersonating (forbidden): for what guards an
// account or is final.
Result<> in_person(const Caller& caller);

// The strong ETag of an answer's body, quotes included: what a GET of it answers, and what
// If-Match is compared with.
std::string etag_of(std::string_view body);

// Whether a list of ETags (If-Match, If-None-Match) names this one, or is "*".
bool names_etag(std::string_view list, std::string_view etag);

// Refuses http.precondition_failed where If-Match is shown and does not name the ETag of this body,
// which is what a GET answers now.
Result<> match_etag(const Request& request, std::string_view body);

// Letters, digits, "-" and "_", 8 to 64 of them: the client's own if it shows a well-formed
// X-Request-Id, else a new one.
std::string request_id_of(const Headers& headers);
std::string new_request_id();

// A problem document (RFC 9457) for a refusal.
Response problem_response(const Error& error, std::string_view request_id);
int status_of(ErrorKind kind);
std::string_view reason_of(int status);  // "Not Found"

}  // namespace kontor::platform::http
