#pragma once

#include "auth/module.hpp"
#include "platform/security/passwords.hpp"
#include "store.hpp"

namespace kontor::auth {

// Knows passwords, bounds guesses at them, and hashes on one small pool of threads. Thread-safe.
class Doorkeeper {
public:
    Doorkeeper(platform::Database& database, const platform::Clock& clock, const Config& config);

    // Whose password that is. Refuses invalid_credentials: the same, in the same time, for a wrong
    // password and for an unknown address; auth.too_many_attempts, security.busy.
    platform::Result<store::Account> admit(const std::string& email, const std::string& password);
    // The hash of a new password. Refuses as Auth::register_customer does.
    platform::Result<std::string> accept(const std::string& password, Role role);

private:
    void record_failure(const std::string& email);

    platform::Database& database_;
    const platform::Clock& clock_;
    const std::int64_t min_length_;
    const std::int64_t staff_min_length_;
    platform::PasswordHasher passwords_;
};

// As addresses are kept and looked for.
std::string lower_case(std::string text);

}  // namespace kontor::auth
