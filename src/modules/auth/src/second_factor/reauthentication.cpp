#include "second_factor/reauthentication.hpp"
#include "refusals.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error wrong_password() {
    const std::string message = "This is not the password of the account.";
    return {ErrorKind::forbidden,
            "auth.wrong_password",
            message,
            {{"/current_password", "wrong", message}}};
}

Error required(std::string_view member, const std::string& what) {
    const std::string message = "This takes " + what + " once more.";
    return {ErrorKind::forbidden,
            "auth.reauthentication_required",
            message,
            {{"/" + std::string(member), "required", message}}};
}

}  // namespace

// Not 401: whoever is told that by a wrong password would be logged out by their shop front.
Result<store::Account> Reauthentication::by_password(const Bearer& bearer,
                                                     const std::string& password) {
    const auto user =
        database_.read([&](Reader& reader) { return store::user(reader, bearer.user); });
    if (!user) return no_such_user();
    auto admitted = doorkeeper_->admit(user->email, password, bearer.address);
    if (!admitted && admitted.error().kind == ErrorKind::unauthenticated) return wrong_password();
    return admitted;
}

Result<store::Account> Reauthentication::in_full(const Bearer& bearer, const Proof& proof) {
    if (!proof.current_password) return required("current_password", "the password");
    auto account = by_password(bearer, *proof.current_password);
    if (!account || !account->has_second_factor) return account;
    if (!proof.code) return required("code", "a code of the second factor");
    const auto& email = account->user.email;
    const bool is_right = database_.transact([&](Tx& tx) {
        if (!doorkeeper_->accept_code(tx, bearer.user, *proof.code)) return false;
        doorkeeper_->forget_guesses(tx, email, bearer.address);
        return true;
    });
    if (is_right) return account;
    doorkeeper_->record_failure(email, bearer.address);
    return wrong_code(ErrorKind::forbidden);
}

}  // namespace kontor::auth
