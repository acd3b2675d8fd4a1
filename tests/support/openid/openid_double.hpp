// A provider of OpenID Connect on 127.0.0.1, written after the specifications (OpenID Connect Core
// and Discovery 1.0, RFC 6749, 7636, 9207): authorisation codes with PKCE S256, each good once; a
// token endpoint that knows its client by a secret; keys that change. Who comes to it is signed in
// without a question, and it lies as it is told.
//
// As a process of its own: kontor_openid_double. It prints one line with its issuer, and ends with
// SIGTERM.
#pragma once

#include "support/plain_server.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace kontor::test {

struct Person {
    std::string subject = "248289761001";
    std::optional<std::string> email{"jane@example.org"};
    bool email_verified = true;
    std::optional<std::string> name{"Jane Doe"};
};

// How it signs people in. All that is put out goes through an edit before.
struct ProviderManners {
    using Edit = std::function<void(boost::json::object&)>;

    Person person{};
    std::string algorithm = "RS256";  // also PS256, ES256, EdDSA, none, HS256
    Edit metadata{};
    Edit keys{};
    Edit header{};
    Edit claims{};
    Edit userinfo{};
    std::function<void(std::string&)> token{};       // the id_token as it is sent
    std::map<std::string, PlainAnswer> instead{};    // by path
    std::string denies{};                            // the error that it sends people back with
    bool names_itself = false;                       // RFC 9207
    bool tells_in_userinfo = false;                  // and not in the id_token
    std::optional<std::string> signs_with_key_of{};  // of another algorithm's kid
    std::string client_authentication = "client_secret_basic";  // or client_secret_post, none
};

// What the browser comes back with.
struct ComingBack {
    std::string address;  // without the query
    std::map<std::string, std::string> query;

    std::string at(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? "" : found->second;
    }
};

class OpenIdDouble {
public:
    using Now = std::function<std::int64_t()>;  // seconds since 1970

    static constexpr auto client_id = "kontor-test";
    static constexpr auto client_secret = "a secret: of the client's";

    explicit OpenIdDouble(Now now = {}, std::uint16_t port = 0);
    ~OpenIdDouble();
    OpenIdDouble(const OpenIdDouble&) = delete;

    std::string issuer() const;
    void behave(const ProviderManners& manners);
    // New keys under new ids; those before are gone.
    void exchange_keys();
    int requests(const std::string& path) const;

    // Goes where the shop sends a browser, and comes back.
    ComingBack visit(const std::string& authorization_url) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::test
