// What a provider says of itself (OpenID Connect Discovery 1.0, RFC 8414).
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace kontor::auth::oidc {

struct Metadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys;  // jwks_uri
    std::optional<std::string> userinfo_endpoint{};
    bool takes_secret_in_header = true;  // client_secret_basic, else client_secret_post
    bool names_itself_in_replies = false;
};

std::string metadata_address(const std::string& issuer);

// Nothing where it is of another issuer, lacks something, or names an address that is not safe.
std::optional<Metadata> metadata_of(const boost::json::object& document, const std::string& issuer);

}  // namespace kontor::auth::oidc
