#pragma once

#include "auth/ids.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/security/sealing.hpp"

namespace kontor::auth {

// The codes of second factors: of an app, or of the list for when it is lost. Thread-safe.
class OneTimeCodes {
public:
    // Without a sealer nobody has any.
    OneTimeCodes(const platform::Sealer* sealer, const platform::Clock& clock)
        : sealer_(sealer), clock_(clock) {}

    // Whether it is good for a confirmed factor of the account; it is used up then.
    bool accept(platform::Tx& tx, const UserId& account, const std::string& code) const;
    // The same of a factor that is not confirmed yet, which is confirmed by it.
    bool confirm(platform::Tx& tx, const UserId& account, const std::string& code) const;

    // What a key is sealed with.
    static std::string context_of(const UserId& account);
    // A key as it is kept for the account.
    std::string seal(const UserId& account, const std::string& key) const;
    // New ones, in the place of all others; kept as hashes.
    std::vector<std::string> make_recovery_codes(platform::Tx& tx, const UserId& account) const;

private:
    bool is_of_app(platform::Tx& tx, const UserId& account, const std::string& code,
                   bool is_confirmed) const;
    std::string open(const UserId& account, const std::string& sealed) const;

    const platform::Sealer* sealer_;
    const platform::Clock& clock_;
};

}  // namespace kontor::auth
