// How a shop is told of the providers of OpenID Connect that people may sign in with.
#pragma once

#include "platform/core/constrained.hpp"
#include "platform/core/describe.hpp"

#include <string>
#include <vector>

namespace kontor::auth {

// Of https, or of http where the host is this machine; without a user, a query and a fragment.
struct IssuerUrlRule {
    static constexpr std::string_view broken = "format";

    static bool normalise(const std::string& text);
    static std::string rule() {
        return "the address of the provider, such as https://accounts.example.org, without a query "
               "and a fragment; http:// only of this machine";
    }
};
using IssuerUrl = platform::ConstrainedText<IssuerUrlRule>;

// Whose accounts a provider speaks for. It opens those of customers only.
enum class ProviderAccounts { customers, staff, all };
BOOST_DESCRIBE_ENUM(ProviderAccounts, customers, staff, all)

struct OpenIdProvider {
    platform::Slug name{};
    platform::Text<1, 100> title{};
    IssuerUrl issuer{};
    platform::Text<1, 500> client_id{};
    std::string client_secret{};       // without one, the shop is a public client
    std::string client_secret_file{};  // instead; not readable for others
    std::vector<platform::Text<1, 100>> scopes{*platform::Text<1, 100>::accept("openid"),
                                               *platform::Text<1, 100>::accept("email"),
                                               *platform::Text<1, 100>::accept("profile")};
    ProviderAccounts accounts = ProviderAccounts::customers;
    bool asks_for_code = true;  // where the account has a second factor
    std::vector<platform::Text<1, 500>> return_addresses{};  // empty: one, of the shop front
    platform::Whole<100, 60'000> deadline_ms = *platform::Whole<100, 60'000>::accept(5000);
};
BOOST_DESCRIBE_STRUCT(OpenIdProvider, (),
                      (name, title, issuer, client_id, client_secret, client_secret_file, scopes,
                       accounts, asks_for_code, return_addresses, deadline_ms))

}  // namespace kontor::auth
