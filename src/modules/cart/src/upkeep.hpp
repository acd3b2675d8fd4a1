// What becomes of carts that nobody comes back to.
#pragma once

#include "auth/auth.hpp"
#include "cart/module.hpp"
#include "platform/core/time.hpp"

namespace kontor::cart {

class Upkeep {
public:
    Upkeep(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
           auth::Auth& auth, const Config& config)
        : database_(database), events_(events), clock_(clock), auth_(auth), config_(config) {}

    // Carts that were not touched for long are abandoned; answers how many.
    std::size_t abandon();
    // Carts that are over go after a while, unless a customer still has something set aside there.
    std::size_t remove();
    // Announces CartAbandoned.
    std::size_t remind();

private:
    std::string email_of(const auth::UserId& customer);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    auth::Auth& auth_;
    Config config_;
};

}  // namespace kontor::cart
