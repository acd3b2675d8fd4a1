#include "openid_double.hpp"

#include "platform/client/client.hpp"
#include "platform/security/random.hpp"
#include "signing_keys.hpp"
#include "support/form_fields.hpp"

#include <openssl/evp.h>
#include <boost/json/serialize.hpp>

#include <array>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace kontor::test {

namespace json = boost::json;

namespace {

constexpr std::array<const char*, 4> algorithms{"RS256", "PS256", "ES256", "EdDSA"};

std::string encoded(std::string_view text) {
    std::string plain;
    for (const char letter : text)
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
            (letter >= '0' && letter <= '9') || letter == '-' || letter == '_')
            plain += letter;
        else
            plain.append("%").append(platform::to_hex({&letter, 1}));
    return plain;
}

std::string sha256(std::string_view text) {
    std::string digest(32, '\0');
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
               EVP_sha256(), nullptr);
    return digest;
}

PlainAnswer answer(int status, const json::object& body) {
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

PlainAnswer refuse(int status, const std::string& error) {
    return answer(status, {{"error", error}});
}

void edit(const ProviderManners::Edit& edit, json::object& document) {
    if (edit) edit(document);
}

std::int64_t present() {
    using namespace std::chrono;
    return floor<seconds>(system_clock::now()).time_since_epoch().count();
}

}  // namespace

struct OpenIdDouble::State {
    struct Grant {
        std::string challenge;
        std::string redirect_uri;
        std::string nonce;
    };

    State(Now given, std::uint16_t port)
        : now(given ? std::move(given) : present),
          server(port, [this](const PlainRequest& request) { return handle(request); }) {
        exchange_keys();
    }

    void exchange_keys() {
        ++generation;
        keys.clear();
        for (const auto* algorithm : algorithms)
            keys.emplace(algorithm, ProviderKey(algorithm, std::string(algorithm) + "-" +
                                                               std::to_string(generation)));
    }

    std::string issuer() const { return "http://127.0.0.1:" + std::to_string(server.port()); }

    PlainAnswer handle(const PlainRequest& request) {
        const std::lock_guard lock(mutex);
        ++requests[request.path];
        if (const auto instead = manners.instead.find(request.path);
            instead != manners.instead.end())
            return instead->second;
        if (request.path == "/.well-known/openid-configuration") return metadata();
        if (request.path == "/jwks") return key_set();
        if (request.path == "/authorize") return authorize(read_form(request.query));
        if (request.path == "/token") return token(request);
        if (request.path == "/userinfo") return userinfo(request);
        return refuse(404, "not_found");
    }

    PlainAnswer metadata() const {
        json::object document{
            {"issuer", issuer()},
            {"authorization_endpoint", issuer() + "/authorize"},
            {"token_endpoint", issuer() + "/token"},
            {"userinfo_endpoint", issuer() + "/userinfo"},
            {"jwks_uri", issuer() + "/jwks"},
            {"response_types_supported", {"code"}},
            {"subject_types_supported", {"public"}},
            {"id_token_signing_alg_values_supported", {"RS256", "PS256", "ES256", "EdDSA"}},
            {"token_endpoint_auth_methods_supported", {manners.client_authentication}},
            {"code_challenge_methods_supported", {"S256"}},
            {"authorization_response_iss_parameter_supported", manners.names_itself}};
        edit(manners.metadata, document);
        return answer(200, document);
    }

    PlainAnswer key_set() const {
        json::array list;
        for (const auto& [algorithm, key] : keys) list.push_back(key.jwk());
        json::object document{{"keys", std::move(list)}};
        edit(manners.keys, document);
        return answer(200, document);
    }

    PlainAnswer authorize(FormFields query) {
        std::string back = query["redirect_uri"] + "?state=" + encoded(query["state"]);
        const bool is_understood = query["client_id"] == client_id &&
                                   query["response_type"] == "code" &&
                                   (" " + query["scope"] + " ").find(" openid ") != back.npos &&
                                   query["code_challenge_method"] == "S256";
        if (!is_understood) return refuse(400, "invalid_request");
        if (manners.names_itself) back += "&iss=" + encoded(issuer());
        if (!manners.denies.empty())
            return {302, {{"Location", back + "&error=" + manners.denies}}};
        const auto code = platform::random_token();
        grants[code] = {query["code_challenge"], query["redirect_uri"], query["nonce"]};
        return {302, {{"Location", back + "&code=" + code}}};
    }

    bool is_client(const PlainRequest& request, FormFields& form) const {
        const auto header = request.headers.find("authorization");
        if (manners.client_authentication == "client_secret_basic")
            return header != request.headers.end() &&
                   header->second == "Basic " + platform::to_base64(encoded(client_id) + ":" +
                                                                    encoded(client_secret));
        const bool may_be_public = manners.client_authentication == "none";
        return header == request.headers.end() && form["client_id"] == client_id &&
               (may_be_public || form["client_secret"] == client_secret);
    }

    PlainAnswer token(const PlainRequest& request) {
        auto form = read_form(request.body);
        if (!is_client(request, form)) return refuse(401, "invalid_client");
        const auto found = grants.find(form["code"]);
        if (found == grants.end()) return refuse(400, "invalid_grant");
        const auto grant = found->second;
        grants.erase(found);
        const bool is_theirs =
            grant.redirect_uri == form["redirect_uri"] &&
            grant.challenge == platform::to_base64url(sha256(form["code_verifier"]));
        if (!is_theirs) return refuse(400, "invalid_grant");
        access_token = platform::random_token();
        return answer(200, {{"access_token", access_token},
                            {"token_type", "Bearer"},
                            {"expires_in", 300},
                            {"id_token", id_token(grant)}});
    }

    void describe_person(json::object& claims) const {
        const auto& person = manners.person;
        if (person.email) {
            claims["email"] = *person.email;
            claims["email_verified"] = person.email_verified;
        }
        if (person.name) claims["name"] = *person.name;
    }

    PlainAnswer userinfo(const PlainRequest& request) const {
        const auto header = request.headers.find("authorization");
        if (header == request.headers.end() || header->second != "Bearer " + access_token)
            return refuse(401, "invalid_token");
        json::object claims{{"sub", manners.person.subject}};
        describe_person(claims);
        edit(manners.userinfo, claims);
        return answer(200, claims);
    }

    std::string id_token(const Grant& grant) const {
        const auto& algorithm = manners.algorithm;
        const auto key = keys.find(manners.signs_with_key_of.value_or(algorithm));
        json::object header{{"alg", algorithm}, {"typ", "JWT"}};
        if (key != keys.end()) header["kid"] = key->second.id();
        json::object claims{
            {"iss", issuer()},
            {"sub", manners.person.subject},
            {"aud", client_id},
            {"exp", now() + 300},
            {"iat", now()},
            {"nonce", grant.nonce},
            {"at_hash", platform::to_base64url(sha256(access_token).substr(0, 16))}};
        if (!manners.tells_in_userinfo) describe_person(claims);
        edit(manners.header, header);
        edit(manners.claims, claims);
        const auto text = platform::to_base64url(json::serialize(header)) + "." +
                          platform::to_base64url(json::serialize(claims));
        std::string signature;
        if (key != keys.end())
            signature = key->second.sign(algorithm, text);
        else if (algorithm == "HS256")
            signature = platform::hmac_sha256(client_secret, text);
        auto token = text + "." + platform::to_base64url(signature);
        if (manners.token) manners.token(token);
        return token;
    }

    Now now;
    mutable std::mutex mutex;
    ProviderManners manners;
    int generation = 0;
    std::map<std::string, ProviderKey> keys;
    std::map<std::string, Grant> grants;
    std::map<std::string, int> requests;
    std::string access_token;
    PlainServer server;  // the last to begin and the first to end
};

OpenIdDouble::OpenIdDouble(Now now, std::uint16_t port)
    : state_(std::make_unique<State>(std::move(now), port)) {}

OpenIdDouble::~OpenIdDouble() = default;

std::string OpenIdDouble::issuer() const {
    return state_->issuer();
}

void OpenIdDouble::behave(const ProviderManners& manners) {
    const std::lock_guard lock(state_->mutex);
    state_->manners = manners;
}

void OpenIdDouble::exchange_keys() {
    const std::lock_guard lock(state_->mutex);
    state_->exchange_keys();
}

int OpenIdDouble::requests(const std::string& path) const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests[path];
}

ComingBack OpenIdDouble::visit(const std::string& authorization_url) const {
    platform::HttpClient browser({.name = "browser"});
    const auto answer = browser.send({.url = authorization_url});
    if (!answer || answer->status != 302)
        throw std::runtime_error("the provider does not send anybody back: " +
                                 (answer ? answer->body : answer.error().message));
    for (const auto& [name, value] : answer->headers)
        if (name == "Location" || name == "location") {
            const auto question = value.find('?');
            return {value.substr(0, question),
                    read_form(std::string_view(value).substr(question + 1))};
        }
    throw std::runtime_error("the provider sends nobody anywhere");
}

}  // namespace kontor::test
