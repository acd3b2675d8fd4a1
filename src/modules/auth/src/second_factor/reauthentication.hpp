#pragma once

#include "auth/own_account.hpp"
#include "passwords/doorkeeper.hpp"

namespace kontor::auth {

// Asks somebody who is signed in once more who they are. Thread-safe.
class Reauthentication {
public:
    Reauthentication(platform::Database& database, std::shared_ptr<Doorkeeper> doorkeeper)
        : database_(database), doorkeeper_(std::move(doorkeeper)) {}

    // The account, where that is its password. Refuses auth.wrong_password (forbidden),
    // auth.too_many_attempts, security.busy.
    platform::Result<store::Account> by_password(const Bearer& bearer, const std::string& password);
    // By all that signing in takes: also by a code where there is a second factor, which is used
    // up. Refuses auth.reauthentication_required and auth.wrong_code (forbidden) as well.
    platform::Result<store::Account> in_full(const Bearer& bearer, const Proof& proof);

private:
    platform::Database& database_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
};

}  // namespace kontor::auth
