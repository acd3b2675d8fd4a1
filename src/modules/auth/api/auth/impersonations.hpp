#pragma once

#include "auth/auth.hpp"
#include "auth/own_account.hpp"

namespace kontor::auth {

// What a member of staff acts as a customer with. There is nothing to refresh it by.
struct Impersonation {
    User user;
    SessionId session;
    std::string access_token;
    std::string token_type = "Bearer";
    std::int64_t expires_in = 0;  // seconds
};
BOOST_DESCRIBE_STRUCT(Impersonation, (), (user, session, access_token, token_type, expires_in))

// Staff who act as a customer, to see what the customer sees and to help. Thread-safe.
class Impersonations {
public:
    // Who is without it acts as nobody, from the moment on at which it is lost.
    static constexpr std::string_view permission = "customers.impersonate";

    virtual ~Impersonations() = default;

    // Opens a session of the customer, which the customer sees and may end, and which ends with
    // that of the member of staff. reason is for the audit log. Refuses auth.no_such_user, also
    // for staff.
    virtual platform::Result<Impersonation> begin(const Bearer& staff, const std::string& role,
                                                  const UserId& customer,
                                                  const std::string& reason) = 0;
};

}  // namespace kontor::auth
