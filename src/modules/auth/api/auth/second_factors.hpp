#pragma once

#include "auth/auth.hpp"
#include "auth/own_account.hpp"

namespace kontor::auth {

// Whether signing in takes a code beside the password.
struct SecondFactorState {
    bool enabled = false;
    platform::Nullable<platform::Time> enabled_at;
    std::int64_t recovery_codes_left = 0;
};
BOOST_DESCRIBE_STRUCT(SecondFactorState, (), (enabled, enabled_at, recovery_codes_left))

// What an authenticator app is told, in three forms of one thing.
struct Enrolment {
    std::string setup_key;         // to type
    std::string provisioning_uri;  // to open
    std::string qr_code;           // to look at: the src of an image
};
BOOST_DESCRIBE_STRUCT(Enrolment, (), (setup_key, provisioning_uri, qr_code))

// Each is good once in the place of a code of the app. They are shown this once.
struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

// A second factor at sign-in: the codes of an authenticator app (RFC 6238), and recovery codes for
// who has lost it. A code is good once. Thread-safe.
class SecondFactors {
public:
    static constexpr std::int64_t codes_per_challenge = 5;

    virtual ~SecondFactors() = default;

    virtual SecondFactorState state(const Bearer& bearer) = 0;
    // Nothing changes before a code of the app is shown. Refuses auth.mfa_enabled (conflict), and
    // as OwnAccount::change_address does for want of a proof.
    virtual platform::Result<Enrolment> begin(const Bearer& bearer, const Proof& proof) = 0;
    // Ends the other sessions. Refuses auth.wrong_code (forbidden), auth.mfa_not_begun (conflict).
    virtual platform::Result<RecoveryCodes> confirm(const Bearer& bearer, const std::string& code,
                                                    const std::string& language) = 0;
    // In the place of those before. Refuses auth.mfa_disabled (conflict), and for want of a proof.
    virtual platform::Result<RecoveryCodes> renew_recovery_codes(const Bearer& bearer,
                                                                 const Proof& proof) = 0;
    // Refuses likewise, and auth.password_too_short where staff's is too short to stand alone.
    virtual platform::Result<> disable(const Bearer& bearer, const Proof& proof,
                                       const std::string& language) = 0;

    // Meets the challenge that Auth::login answers with. Refuses auth.invalid_challenge and
    // auth.wrong_code (unauthenticated); auth.challenge_over (too_many_requests) after
    // codes_per_challenge that were wrong: the password is to be shown again. Wrong codes count as
    // failed logins.
    virtual platform::Result<SignedIn> sign_in(const std::string& challenge,
                                               const std::string& code, const Client& client) = 0;
};

}  // namespace kontor::auth
