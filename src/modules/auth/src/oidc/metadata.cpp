#include "oidc/metadata.hpp"

#include "oidc/addresses.hpp"
#include "oidc/members.hpp"

#include <algorithm>

namespace kontor::auth::oidc {

namespace {

std::optional<std::string> address_in(const boost::json::object& document,
                                      std::string_view member) {
    auto address = text_in(document, member);
    if (address && !is_safe_address(*address)) return std::nullopt;
    return address;
}

bool takes_secret_in_header(const boost::json::object& document) {
    const auto methods = texts_in(document, "token_endpoint_auth_methods_supported");
    const auto takes = [&](std::string_view method) {
        return std::ranges::find(*methods, method) != methods->end();
    };
    return !methods || takes("client_secret_basic") || !takes("client_secret_post");
}

}  // namespace

std::string metadata_address(const std::string& issuer) {
    constexpr auto document = ".well-known/openid-configuration";
    return issuer + (issuer.ends_with('/') ? "" : "/") + document;
}

std::optional<Metadata> metadata_of(const boost::json::object& document,
                                    const std::string& issuer) {
    if (text_in(document, "issuer") != issuer) return std::nullopt;
    auto authorization = address_in(document, "authorization_endpoint");
    auto token = address_in(document, "token_endpoint");
    auto keys = address_in(document, "jwks_uri");
    if (!authorization || !token || !keys) return std::nullopt;
    return Metadata{*std::move(authorization),
                    *std::move(token),
                    *std::move(keys),
                    address_in(document, "userinfo_endpoint"),
                    takes_secret_in_header(document),
                    is_true_in(document, "authorization_response_iss_parameter_supported")};
}

}  // namespace kontor::auth::oidc
