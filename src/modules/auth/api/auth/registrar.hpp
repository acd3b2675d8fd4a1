#pragma once

#include "auth/auth.hpp"

namespace kontor::auth {

// Opens accounts without telling anybody which addresses have one. Thread-safe.
class Registrar {
public:
    virtual ~Registrar() = default;

    // Does the same, in the same time, for every address: who reads its mail learns the rest from
    // a letter. A new account can be signed in to once its address is confirmed by who reads that
    // letter and knows the password. Refuses as Auth::register_customer does, but for
    // auth.email_taken; auth.too_many_attempts.
    virtual platform::Result<> ask_to_register(const Registration& registration,
                                               const Client& client) = 0;
};

}  // namespace kontor::auth
