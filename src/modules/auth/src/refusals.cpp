#include "refusals.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;

Error no_such_user() {
    return {ErrorKind::not_found, "auth.no_such_user", "There is no user with this id."};
}

Error unknown_role() {
    const std::string message = "There is no role of this name: GET /v1/admin/roles lists them.";
    return {ErrorKind::invalid, "auth.no_such_role", message, {{"/role", "unknown", message}}};
}

Error invalid_credentials(bool waits_for_letters) {
    return {ErrorKind::unauthenticated, "invalid_credentials",
            waits_for_letters ? "The e-mail address or the password is wrong, or the address is "
                                "not confirmed yet: open the link in the letter to it."
                              : "The e-mail address or the password is wrong."};
}

Error signed_out() {
    return {ErrorKind::unauthenticated, "auth.invalid_token",
            "You were signed out while this was asked for: the password may have been changed. "
            "Nothing has been done. Log in again."};
}

Error wrong_code(ErrorKind kind) {
    const std::string message =
        "This code is not right, not any more, or was used already. Wait for the next.";
    return {kind, "auth.wrong_code", message, {{"/code", "wrong", message}}};
}

Error mfa_disabled() {
    return {ErrorKind::conflict, "auth.mfa_disabled", "The account has no second factor."};
}

}  // namespace kontor::auth
