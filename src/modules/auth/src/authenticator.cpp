#include "auth/api_keys.hpp"
#include "auth/module.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
namespace http = platform::http;
using http::Caller;

namespace {

constexpr std::string_view secret_key = "sk_";

Error malformed_authorization() {
    return {ErrorKind::unauthenticated, "auth.invalid_token",
            "The Authorization header must be: Bearer, a space, and an access token."};
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// The scheme's name is the same in capitals (RFC 9110, 11.1).
std::optional<std::string> bearer_token(std::string_view header) {
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size()) return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if (lower(header[i]) != scheme[i]) return std::nullopt;
    return std::string(header.substr(scheme.size()));
}

Error secret_key_in_browser() {
    return {ErrorKind::unauthenticated, "auth.secret_key_in_browser",
            "A browser has sent a secret API key, so that everybody who opens the page knows it. "
            "Revoke it, and let a server of yours ask instead."};
}

std::string text_of(const http::Request& request, std::string_view header) {
    return std::string(http::find_header(request.headers, header).value_or(""));
}

// No program that is not a browser sends these unasked.
bool is_of_browser(const http::Request& request) {
    return http::find_header(request.headers, "Origin").has_value() ||
           http::find_header(request.headers, "Sec-Fetch-Site").has_value();
}

Result<Caller> with_key(ApiKeys& keys, const http::Request& request, const std::string& secret) {
    if (is_of_browser(request)) return secret_key_in_browser();
    auto rights = keys.identify(secret);
    if (!rights) return rights.error();
    Caller caller;
    caller.kind = Caller::Kind::staff;
    caller.key = rights->key.uuid();
    caller.permissions = std::move(rights->permissions);
    return caller;
}

Result<Caller> with_token(Auth& auth, const std::string& token) {
    auto identity = auth.identify(token);
    if (!identity) return identity.error();
    Caller caller;
    caller.kind = identity->role == roles::customer ? Caller::Kind::customer : Caller::Kind::staff;
    caller.user = identity->user.uuid();
    caller.role = std::move(identity->role);
    caller.permissions = std::move(identity->permissions);
    caller.session = identity->session.text();
    if (identity->impersonator) caller.impersonator = identity->impersonator->uuid();
    return caller;
}

Result<Caller> with_credentials(Auth& auth, ApiKeys* keys, const http::Request& request) {
    const auto header = http::find_header(request.headers, "Authorization");
    if (!header) return Caller{};
    const auto token = bearer_token(*header);
    if (!token) return malformed_authorization();
    if (keys && token->starts_with(secret_key)) return with_key(*keys, request, *token);
    return with_token(auth, *token);
}

}  // namespace

http::Authenticate authenticator(Auth& auth, ApiKeys* keys) {
    return [&auth, keys](const http::Request& request) -> Result<Caller> {
        auto caller = with_credentials(auth, keys, request);
        const auto publishable = text_of(request, "Publishable-Key");
        if (!caller || !keys || publishable.empty()) return caller;
        const auto front = keys->shop_front(publishable, text_of(request, "Origin"));
        if (!front) return front.error();
        caller->shop_front = front->uuid();
        return caller;
    };
}

}  // namespace kontor::auth
