#pragma once

#include "auth/module.hpp"
#include "platform/security/passwords.hpp"
#include "second_factor/one_time_codes.hpp"
#include "store.hpp"

namespace kontor::auth {

// Knows passwords, bounds guesses at them, and hashes on one small pool of threads. Thread-safe.
class Doorkeeper {
public:
    Doorkeeper(platform::Database& database, const platform::Clock& clock, const Config& config,
               const std::string& shop_name, const platform::Sealer* sealer);

    // Whose password that is. Refuses invalid_credentials: the same, in the same time, for a wrong
    // password and for an unknown address; auth.too_many_attempts, security.busy. client: the
    // network address; all of one /64 of IPv6 are one. Guesses from elsewhere do not count where
    // the account was signed in before, but for those in a row, which are bounded for good. Where
    // there is a second factor they go on counting until that is shown.
    platform::Result<store::Account> admit(const std::string& email, const std::string& password,
                                           const std::string& client);
    // The same, also of an account whose address is not confirmed where that has to be.
    platform::Result<store::Account> admit_unconfirmed(const std::string& email,
                                                       const std::string& password,
                                                       const std::string& client);
    // What somebody is answered who showed something that is not good: that, or
    // auth.too_many_attempts.
    platform::Error refuse_guess(const std::string& client, const platform::Error& refusal);
    // Something was asked that has letters written, and tells nothing. It is no failure, and
    // bounded by itself: asking closes nobody's login, and failing to log in not the way to a new
    // password. Refuses auth.too_many_attempts to a client that asks too often.
    platform::Result<> count_question(const std::string& client);
    // The hash of a new password. Refuses as Auth::register_customer does.
    platform::Result<std::string> accept(const std::string& password, std::string_view role,
                                         bool has_second_factor = false);
    // Whether a password would do. Refuses likewise.
    platform::Result<> check(const std::string& password, std::string_view role,
                             bool has_second_factor) const;
    // Whether it is a code of the account's second factor, which is used up.
    bool accept_code(platform::Tx& tx, const UserId& account, const std::string& code) const {
        return codes_.accept(tx, account, code);
    }
    // Before the code of somebody is looked at who has shown the password: one more guess in a row,
    // whatever comes of it. Refuses auth.too_many_attempts.
    platform::Result<store::LoginAttempt> count_code(platform::Tx& tx, const std::string& email,
                                                     const std::string& client);
    void record_failure(const std::string& email, const std::string& client);
    // All was right that was shown.
    void forget_guesses(platform::Tx& tx, const std::string& email, const std::string& client);

private:
    enum class Address { confirmed, any };

    platform::Result<store::Account> admit(const std::string& email, const std::string& password,
                                           const std::string& client, Address address);
    platform::Result<store::LoginAttempt> claim_guess(const std::string& email,
                                                      const std::string& client);
    platform::Result<store::LoginAttempt> count_guess(platform::Tx& tx, const std::string& email,
                                                      const std::string& client,
                                                      bool knows_password);
    bool may_enter(const store::Account& account, Address address) const;
    // When the next guess is looked at; nothing where this one is.
    std::optional<platform::Time> opens_at(platform::Reader& reader,
                                           const store::LoginAttempt& attempt,
                                           const std::string& email,
                                           const std::string& client) const;
    bool is_bounded(const std::string& client) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    const std::int64_t min_length_;
    const std::int64_t staff_min_length_;
    const std::int64_t failures_per_client_;
    const bool waits_for_letters_;
    const std::string shop_name_;
    platform::PasswordHasher passwords_;
    const OneTimeCodes codes_;
};

// As addresses are kept and looked for.
std::string lower_case(std::string text);

}  // namespace kontor::auth
