#pragma once

#include "auth/auth.hpp"

#include <optional>
#include <string>

namespace kontor::auth {

// That a link is followed by whom its account belongs to: signed in, or with the password.
struct AddressProof {
    std::optional<UserId> signed_in{};
    std::optional<std::string> password{};
    std::string client_address{};
};

// What somebody may do who is not signed in but reads the mail of an address. Thread-safe.
class Recovery {
public:
    virtual ~Recovery() = default;

    // Does the same for every address, known or not: the letter, at most three in an hour, is
    // written later, and to known ones only. Refuses auth.too_many_attempts to a client that asks
    // too often.
    virtual platform::Result<> forgot_password(const platform::EmailAddress& email,
                                               const std::string& language,
                                               const std::string& client_address) = 0;
    // Uses the link up; ends every session of the account, and its other links; a letter tells of
    // it. The address is verified by it. Refuses auth.invalid_link (malformed), for whatever reason
    // it is not good; auth.too_many_attempts, to a client whose links were not good too often; and
    // as registering does, which leaves the link good.
    virtual platform::Result<> reset_password(const std::string& token, const std::string& password,
                                              const std::string& client_address) = 0;
    // The address is the account's and is verified. Again by the same link: no change, while that
    // is so. Only for whoever shows to be the account's, and so is who registered it or asked for
    // the change: a letter that its reader never asked for gives a stranger nothing. Refuses
    // auth.invalid_link, also for a new address that is somebody's by now; auth.wrong_password
    // (forbidden), also without any, which leaves the link good; auth.too_many_attempts;
    // security.busy.
    virtual platform::Result<> verify_address(const std::string& token,
                                              const AddressProof& proof) = 0;
};

}  // namespace kontor::auth
