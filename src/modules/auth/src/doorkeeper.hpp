#pragma once

#include "auth/module.hpp"
#include "platform/security/passwords.hpp"
#include "store.hpp"

namespace kontor::auth {

// Knows passwords, bounds guesses at them, and hashes on one small pool of threads. Thread-safe.
class Doorkeeper {
public:
    Doorkeeper(platform::Database& database, const platform::Clock& clock, const Config& config,
               const std::string& shop_name);

    // Whose password that is. Refuses invalid_credentials: the same, in the same time, for a wrong
    // password and for an unknown address; auth.too_many_attempts, security.busy. client: the
    // network address. Guesses from elsewhere do not count where the account was signed in before.
    platform::Result<store::Account> admit(const std::string& email, const std::string& password,
                                           const std::string& client);
    // What somebody is answered who showed something that is not good: that, or
    // auth.too_many_attempts.
    platform::Error refuse_guess(const std::string& client, const platform::Error& refusal);
    // The hash of a new password. Refuses as Auth::register_customer does.
    platform::Result<std::string> accept(const std::string& password, Role role);

private:
    void record_failure(const std::string& email, const std::string& client);
    bool is_closed(const store::LoginAttempt& attempt, const std::string& client) const;
    bool guesses_too_much(const std::string& client, std::int64_t failures) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    const std::int64_t min_length_;
    const std::int64_t staff_min_length_;
    const std::int64_t failures_per_client_;
    const std::string shop_name_;
    platform::PasswordHasher passwords_;
};

// As addresses are kept and looked for.
std::string lower_case(std::string text);

}  // namespace kontor::auth
