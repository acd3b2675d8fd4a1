// What routes know of who asks.
#pragma once

#include "auth/module.hpp"
#include "auth/own_account.hpp"

namespace kontor::auth {

inline Bearer bearer_of(const platform::http::Caller& caller) {
    return {UserId(*caller.user), SessionId::parse(caller.session).value_or(SessionId{}),
            caller.address};
}

template <class Password, class Code>
Proof proof_of(const std::optional<Password>& current_password, const std::optional<Code>& code) {
    Proof proof;
    if (current_password) proof.current_password = current_password->value();
    if (code) proof.code = code->value();
    return proof;
}

Client client_of(const platform::http::Request& request, const platform::http::Caller& caller,
                 const std::string& language);

// What the guest's token opens becomes the customer's.
platform::Result<SignedIn> welcomed(platform::Result<SignedIn> signed_in,
                                    const platform::http::Request& request,
                                    const TakeOver& take_over);

}  // namespace kontor::auth
