#include "oidc/provider.hpp"

#include "oidc/addresses.hpp"
#include "oidc/members.hpp"
#include "oidc/provider_secret.hpp"
#include "percent_encoding.hpp"
#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"
#include "readable.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::auth::oidc {

using platform::Error;
using platform::ErrorKind;
using platform::IncomingAnswer;
using platform::Result;

namespace {

constexpr std::ptrdiff_t calls_at_one_time = 4;
constexpr std::size_t largest_answer = 256 << 10;
constexpr std::size_t longest_reason = 100;

Error sign_in_denied() {
    return {ErrorKind::forbidden, "auth.sign_in_denied",
            "Signing in was cancelled at the provider. Start again to sign in."};
}

Error provider_refused(const std::string& title) {
    return {ErrorKind::forbidden, "auth.provider_refused",
            title +
                " does not let this shop sign anybody in. Sign in another way, and tell the "
                "shop."};
}

std::vector<std::string> addresses_of(const OpenIdProvider& config, std::string shop_url) {
    std::vector<std::string> addresses;
    for (const auto& one : config.return_addresses) addresses.push_back(one.value());
    if (!addresses.empty()) return addresses;
    while (shop_url.ends_with('/')) shop_url.pop_back();
    return {shop_url + "/sign-in/" + config.name.value()};
}

std::string scopes_of(const OpenIdProvider& config) {
    std::string scopes = "openid";
    for (const auto& scope : config.scopes)
        if (scope.value() != "openid") scopes += " " + scope.value();
    return scopes;
}

// Holds one of the calls that may be under way at one time.
class Turn {
public:
    explicit Turn(std::counting_semaphore<>& free) : free_(free), is_mine_(free.try_acquire()) {}
    ~Turn() {
        if (is_mine_) free_.release();
    }
    Turn(const Turn&) = delete;
    explicit operator bool() const { return is_mine_; }

private:
    std::counting_semaphore<>& free_;
    const bool is_mine_;
};

}  // namespace

Error invalid_sign_in() {
    return {ErrorKind::malformed, "auth.invalid_sign_in",
            "This sign-in is not valid, or not any more: it may be over, finished already, or "
            "begun somewhere else. Start again."};
}

Attempt::Attempt(const std::string& token) {
    const auto made_for = [&](std::string_view purpose) {
        return platform::to_base64url(platform::hmac_sha256(token, purpose));
    };
    state = made_for("state");
    nonce = made_for("nonce");
    verifier = made_for("code_verifier");
}

Provider::Provider(OpenIdProvider config, const std::string& shop_url, const platform::Clock& clock)
    : config_(std::move(config)),
      secret_(secret_of(config_)),
      return_addresses_(addresses_of(config_, shop_url)),
      clock_(clock),
      client_({.name = "provider " + config_.name.value()}),
      free_(calls_at_one_time) {}

bool Provider::is_for(bool customers) const {
    return config_.accounts ==
               (customers ? ProviderAccounts::customers : ProviderAccounts::staff) ||
           config_.accounts == ProviderAccounts::all;
}

Result<std::string> Provider::return_address(const std::optional<std::string>& wanted) const {
    if (!wanted) return return_addresses_.front();
    if (std::ranges::find(return_addresses_, *wanted) != return_addresses_.end()) return *wanted;
    const std::string message =
        "is not one of the addresses that people come back to from here: "
        "leave it out, or have it added to auth.providers";
    return Error{ErrorKind::invalid,
                 "auth.unknown_return_address",
                 "return_to " + message + ".",
                 {{"/return_to", "not_one_of", message}}};
}

Result<std::string> Provider::authorization_url(const Attempt& attempt,
                                                const std::string& return_address) {
    const Turn turn(free_);
    if (!turn) return unavailable("it is asked too much at one time");
    const auto known = metadata();
    if (!known) return known.error();
    auto url = (*known)->authorization_endpoint;
    if (url.find('?') == url.npos) url += '?';
    add_parameter(url, "response_type", "code");
    add_parameter(url, "client_id", config_.client_id.value());
    add_parameter(url, "redirect_uri", return_address);
    add_parameter(url, "scope", scopes_of(config_));
    add_parameter(url, "state", attempt.state);
    add_parameter(url, "nonce", attempt.nonce);
    add_parameter(url, "code_challenge", platform::to_base64url(sha256(attempt.verifier)));
    add_parameter(url, "code_challenge_method", "S256");
    return url;
}

Result<Claims> Provider::identify(const Attempt& attempt, const ProviderReply& reply,
                                  const std::string& return_address) {
    const Turn turn(free_);
    if (!turn) return unavailable("it is asked too much at one time");
    const auto known = metadata();
    if (!known) return known.error();
    const auto& provider = **known;
    // RFC 9207: a reply of another provider is not sent on to this one.
    const bool must_be_named = provider.names_itself_in_replies || reply.issuer;
    if (must_be_named && reply.issuer != issuer())
        return id_token_refused("the reply is of another provider (iss)");
    if (reply.error == "access_denied") return sign_in_denied();
    if (reply.error == "server_error" || reply.error == "temporarily_unavailable")
        return unavailable(*reply.error);
    if (reply.error || !reply.code) {
        platform::log::warning(
            "a sign-in provider refused",
            {{"provider", name()}, {"error", readable(reply.error.value_or(""), longest_reason)}});
        return provider_refused(title());
    }
    const auto tokens = exchange(provider, attempt, *reply.code, return_address);
    if (!tokens) return tokens.error();
    return believe(provider, attempt, *tokens);
}

Result<Published<Metadata>::Copy> Provider::metadata() {
    return metadata_.get(clock_.now(), [this]() -> Result<Metadata> {
        const auto document = get(metadata_address(issuer()), {});
        if (!document) return document.error();
        auto read = metadata_of(*document, issuer());
        if (!read) return unavailable("its openid-configuration is not one of this issuer");
        return *std::move(read);
    });
}

Result<Provider::Keys> Provider::fetch_keys(const Metadata& metadata) {
    const auto document = get(metadata.keys, {});
    if (!document) return document.error();
    return verification_keys(*document);
}

Result<Provider::Tokens> Provider::exchange(const Metadata& metadata, const Attempt& attempt,
                                            const std::string& code,
                                            const std::string& return_address) {
    platform::OutgoingRequest request{.method = "POST", .url = metadata.token_endpoint};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    const auto& client_id = config_.client_id.value();
    add_parameter(request.body, "grant_type", "authorization_code");
    add_parameter(request.body, "code", code);
    add_parameter(request.body, "redirect_uri", return_address);
    add_parameter(request.body, "code_verifier", attempt.verifier);
    if (!secret_.empty() && metadata.takes_secret_in_header) {
        // RFC 6749, 2.3.1: each is encoded before they are put together.
        request.headers.emplace_back(
            "Authorization", "Basic " + platform::to_base64(percent_encoded(client_id) + ":" +
                                                            percent_encoded(secret_)));
    } else {
        add_parameter(request.body, "client_id", client_id);
        if (!secret_.empty()) add_parameter(request.body, "client_secret", secret_);
    }
    const auto answer = send(std::move(request));
    if (!answer) return answer.error();
    const auto document = object_of(answer->body);
    if (!document) return unavailable("its token endpoint does not answer in JSON");
    if (answer->status != 200) {
        const auto error = text_in(*document, "error").value_or("");
        if (error == "invalid_grant") return invalid_sign_in();
        return unavailable("its token endpoint refuses: " + error);
    }
    const auto id_token = text_in(*document, "id_token");
    if (!id_token) return unavailable("its token endpoint gives no id_token");
    return Tokens{*id_token, text_in(*document, "access_token").value_or("")};
}

Result<Claims> Provider::believe(const Metadata& metadata, const Attempt& attempt,
                                 const Tokens& tokens) {
    const auto token = parse_id_token(tokens.id_token);
    auto claims = token ? verify(metadata, *token,
                                 {issuer(), config_.client_id.value(), attempt.nonce,
                                  tokens.access_token, clock_.now()})
                        : Result<Claims>(token.error());
    if (!claims) {
        if (claims.error().code == "auth.id_token_refused")
            platform::log::warning("an id_token was refused",
                                   {{"provider", name()}, {"reason", claims.error().message}});
        return claims;
    }
    return with_person(metadata, tokens, *std::move(claims));
}

Result<Claims> Provider::verify(const Metadata& metadata, const IdToken& token,
                                const Expectation& expected) {
    const auto fetch = [&] { return fetch_keys(metadata); };
    auto keys = keys_.get(expected.now, fetch);
    if (!keys) return keys.error();
    const auto* key = key_for(token, **keys);
    if (!key) {
        keys = keys_.newer(expected.now, *keys, fetch);
        if (!keys) return keys.error();
        key = key_for(token, **keys);
    }
    if (!key) return id_token_refused("it is signed with a key that is not the provider's (kid)");
    return check(token, *key, expected);
}

// Some providers tell who it is at the userinfo endpoint only (Core, 5.3).
Result<Claims> Provider::with_person(const Metadata& metadata, const Tokens& tokens,
                                     Claims claims) {
    if (claims.email || !metadata.userinfo_endpoint || tokens.access_token.empty()) return claims;
    const auto person =
        get(*metadata.userinfo_endpoint, {{"Authorization", "Bearer " + tokens.access_token}});
    if (!person) return person.error();
    if (text_in(*person, "sub") != claims.subject)
        return id_token_refused("its userinfo is about somebody else (sub)");
    read_person(*person, claims);
    return claims;
}

Result<boost::json::object> Provider::get(
    const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers) {
    platform::OutgoingRequest request{.url = url, .headers = headers};
    const auto answer = send(std::move(request));
    if (!answer) return answer.error();
    if (answer->status != 200)
        return unavailable(url + " answers " + std::to_string(answer->status));
    auto document = object_of(answer->body);
    if (!document) return unavailable(url + " does not answer an object of JSON");
    return *std::move(document);
}

Result<IncomingAnswer> Provider::send(platform::OutgoingRequest request) {
    request.headers.emplace_back("Accept", "application/json");
    request.deadline = std::chrono::milliseconds(config_.deadline_ms.value());
    request.largest_answer = largest_answer;
    auto answer = client_.send(request);
    if (!answer) return unavailable(answer.error().message);
    if (answer->status >= 500) return unavailable("it answers " + std::to_string(answer->status));
    return answer;
}

Error Provider::unavailable(const std::string& reason) const {
    platform::log::warning("a sign-in provider does not answer as it should",
                           {{"provider", name()}, {"reason", readable(reason, longest_reason)}});
    return {ErrorKind::unavailable,
            "auth.provider_unavailable",
            title() + " does not answer as it should. Start again shortly, or sign in another way.",
            {},
            {{"retry_after", std::int64_t{5}}}};
}

}  // namespace kontor::auth::oidc
