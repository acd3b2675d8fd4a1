// For the composition root and for tests.
#pragma once

#include "auth/accounts.hpp"
#include "auth/invitations.hpp"
#include "auth/self_service.hpp"
#include "auth/staff.hpp"

namespace kontor::auth {

struct StaffParts {
    std::shared_ptr<Doorkeeper> doorkeeper;
    std::shared_ptr<TokenIssuer> issuer;
    std::string secret;  // of the shop: as for other links
};

// Who works here, and what they may do.
struct StaffOffice {
    std::unique_ptr<Roles> roles;
    std::unique_ptr<Staff> staff;
    std::unique_ptr<Invitations> invitations;
};
StaffOffice make_staff_office(const Foundation& foundation, const StaffParts& parts);

void add_staff_routes(platform::http::Router& router, const StaffOffice& office, Accounts& accounts,
                      const std::string& cursor_secret);

}  // namespace kontor::auth
