#pragma once

#include "auth/staff_module.hpp"
#include "platform/http/counted_paging.hpp"

namespace kontor::auth {

std::unique_ptr<Roles> make_roles(const Foundation& foundation);
std::unique_ptr<Staff> make_staff(const Foundation& foundation);
std::unique_ptr<Invitations> make_invitations(const Foundation& foundation,
                                              const StaffParts& parts);

// What a caller of these routes may give.
Authority authority_of(const platform::http::Caller& caller);

// /v1/admin/permissions, /v1/admin/roles, /v1/admin/staff.
void add_member_routes(platform::http::Router& router, Roles& roles, Staff& staff,
                       const platform::http::Cursors& cursors);
// DELETE /v1/admin/staff/{user}/second-factor and /v1/admin/customers/{customer}/second-factor.
void add_lost_factor_routes(platform::http::Router& router, Staff& staff, Accounts& accounts);
// /v1/admin/staff/invitations, POST /v1/auth/invitations/accept.
void add_invitation_routes(platform::http::Router& router, Invitations& invitations,
                           const platform::http::Cursors& cursors);

}  // namespace kontor::auth
