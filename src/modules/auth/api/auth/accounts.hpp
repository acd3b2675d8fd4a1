#pragma once

#include "auth/auth.hpp"
#include "auth/own_account.hpp"

namespace kontor::auth {

struct AccountFilter {
    std::optional<std::string> q{};  // part of the address or of the name, in any case
    std::optional<UserId> after{};   // newest first; the last account of the page before
    std::size_t limit = 20;
    std::optional<std::vector<UserId>> among{};  // no others than these
};

// The accounts of customers. One whose owner was forgotten does not exist. Thread-safe.
class Accounts {
public:
    virtual ~Accounts() = default;

    virtual std::vector<User> customers(const AccountFilter& filter) = 0;
    // Refuses auth.no_such_user, also for staff.
    virtual platform::Result<User> customer(const UserId& id) = 0;
    // As customer(). Whoever holds the account (Auth::hold) has finished, and nobody does before
    // the caller's transaction ends.
    virtual platform::Result<User> lock_customer(const UserId& id) = 0;
    // The same for the customer who asks, whose session is open still. Refuses auth.invalid_token
    // (unauthenticated) as well, where it ended in between.
    virtual platform::Result<User> lock_own(const Bearer& bearer) = 0;
    // Of customers and of staff. Refuses auth.no_such_user.
    virtual platform::Result<User> rename(const UserId& id,
                                          const std::optional<std::string>& name) = 0;
    // For a customer who has lost it; every session ends, and a letter tells of it. Refuses
    // auth.no_such_user, also for staff; auth.mfa_disabled (conflict).
    virtual platform::Result<> remove_second_factor(const UserId& id) = 0;
    // Whether it is really they who ask. Refuses auth.reauthentication_required,
    // auth.wrong_password, auth.wrong_code (forbidden), auth.too_many_attempts, security.busy.
    virtual platform::Result<> prove(const Bearer& bearer, const Proof& proof) = 0;
};

}  // namespace kontor::auth
