// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "auth/oidc_config.hpp"
#include "auth/shopper.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"

#include <functional>
#include <memory>

namespace kontor::platform {
class Sealer;
}

namespace kontor::auth {

class ApiKeys;
class Registrar;

enum class RegistrationMode { at_once, by_mail };
BOOST_DESCRIBE_ENUM(RegistrationMode, at_once, by_mail)

struct Config {
    RegistrationMode registration = RegistrationMode::at_once;
    platform::Whole<1, 1440> access_token_minutes = *platform::Whole<1, 1440>::accept(15);
    platform::Whole<1, 365> refresh_token_days = *platform::Whole<1, 365>::accept(30);
    // A customer's. NIST SP 800-63B asks for 8 at least, and that 64 are taken.
    platform::Whole<8, 64> password_min_length = *platform::Whole<8, 64>::accept(8);
    // Staff's and admins'.
    platform::Whole<8, 64> staff_password_min_length = *platform::Whole<8, 64>::accept(15);
    platform::Whole<1, 64> hashing_threads = *platform::Whole<1, 64>::accept(1);
    std::string issuer = "kontor";
    platform::Whole<1, 1440> reset_minutes = *platform::Whole<1, 1440>::accept(60);
    platform::Whole<1, 720> verification_hours = *platform::Whole<1, 720>::accept(24);
    platform::Whole<0, 1'000'000> failures_per_client =
        *platform::Whole<0, 1'000'000>::accept(100);  // within ten minutes; 0: no bound
    platform::Whole<1, 15> impersonation_minutes = *platform::Whole<1, 15>::accept(15);
    bool publishable_key_required = false;  // at shoppers' routes
    std::string reset_page{};               // the token follows; empty: of the shop
    std::string verification_page{};        // likewise
    platform::Whole<1, 90> invitation_days = *platform::Whole<1, 90>::accept(7);
    std::string invitation_page{};            // likewise
    std::vector<OpenIdProvider> providers{};  // that people may sign in with
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (registration, access_token_minutes, refresh_token_days, password_min_length,
                       staff_password_min_length, hashing_threads, issuer, reset_minutes,
                       verification_hours, failures_per_client, impersonation_minutes,
                       publishable_key_required, reset_page, verification_page, invitation_days,
                       invitation_page, providers))

// Checks passwords and codes for all parts of the module. No password may contain the shop's name;
// without a sealer there are no codes.
class Doorkeeper;
std::shared_ptr<Doorkeeper> make_doorkeeper(platform::Database& database,
                                            const platform::Clock& clock, const Config& config,
                                            const std::string& shop_name = {},
                                            const platform::Sealer* sealer = nullptr);

// Opens sessions for all parts of the module. Without a sealer the keys that sign are kept as they
// are; with one, those that are kept so are sealed now.
class TokenIssuer;
std::shared_ptr<TokenIssuer> make_token_issuer(platform::Database& database,
                                               const platform::Clock& clock, const Config& config,
                                               const platform::Sealer* sealer = nullptr);

// What roles may do, for all parts of the module that ask with every request.
class KnownRoles;
std::shared_ptr<KnownRoles> make_known_roles(platform::Database& database,
                                             platform::EventLog& events);

// Without a doorkeeper, an issuer or roles it has its own.
std::unique_ptr<Auth> make_auth(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, const Config& config,
                                std::shared_ptr<Doorkeeper> doorkeeper = {},
                                std::shared_ptr<TokenIssuer> issuer = {},
                                std::shared_ptr<KnownRoles> roles = {});

// Called with a customer who has just signed in, or registered, and showed a guest's token: what it
// opens becomes theirs before they are answered.
using TakeOver = std::function<void(const Shopper& shopper)>;

// With a registrar, accounts are opened by mail.
void add_routes(platform::http::Router& router, Auth& auth, TakeOver take_over = {},
                Registrar* registrar = nullptr);

// What the router asks about a request's credentials. Without keys there are none.
platform::http::Authenticate authenticator(Auth& auth, ApiKeys* keys = nullptr);

// Facts that tell of sessions which ended, and of keys that came or went, in another process.
std::vector<std::string> facts_that_drop();
void drop_remembered(const platform::Announcement& fact, Auth& auth);
void drop_remembered(const platform::Announcement& fact, ApiKeys& keys);

}  // namespace kontor::auth
