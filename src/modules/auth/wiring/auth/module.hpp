// For the composition root and for tests.
#pragma once

#include "auth/auth.hpp"
#include "auth/shopper.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/router.hpp"

#include <functional>
#include <memory>

namespace kontor::auth {

struct Config {
    std::int64_t access_token_minutes = 15;
    std::int64_t refresh_token_days = 30;
    std::int64_t password_min_length = 8;         // a customer's
    std::int64_t staff_password_min_length = 15;  // staff's and admins'
    std::int64_t hashing_threads = 1;
    std::string issuer = "kontor";
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (access_token_minutes, refresh_token_days, password_min_length,
                       staff_password_min_length, hashing_threads, issuer))

std::unique_ptr<Auth> make_auth(platform::Database& database, platform::EventLog& events,
                                const platform::Clock& clock, const Config& config);

// Called with a customer who has just signed in, or registered, and showed a guest's token: what it
// opens becomes theirs before they are answered.
using TakeOver = std::function<void(const Shopper& shopper)>;

void add_routes(platform::http::Router& router, Auth& auth, TakeOver take_over = {});

// What the router asks about a request's credentials.
platform::http::Authenticate authenticator(Auth& auth);

}  // namespace kontor::auth
