#include "staff/staff_module.hpp"

namespace kontor::auth {

namespace http = platform::http;

StaffOffice make_staff_office(const Foundation& foundation, const StaffParts& parts) {
    return {make_roles(foundation), make_staff(foundation), make_invitations(foundation, parts)};
}

Authority authority_of(const http::Caller& caller) {
    Authority authority{.permissions = caller.permissions};
    if (caller.user) authority.user = UserId(*caller.user);
    authority.session = SessionId::parse(caller.session);
    return authority;
}

void add_staff_routes(http::Router& router, const StaffOffice& office, Accounts& accounts,
                      const std::string& cursor_secret) {
    const http::Cursors cursors(cursor_secret);
    add_member_routes(router, *office.roles, *office.staff, cursors);
    add_lost_factor_routes(router, *office.staff, accounts);
    add_invitation_routes(router, *office.invitations, cursors);
}

}  // namespace kontor::auth
