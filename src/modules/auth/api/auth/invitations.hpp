#pragma once

#include "auth/auth.hpp"
#include "auth/authority.hpp"
#include "auth/invitation_id.hpp"
#include "auth/role_values.hpp"

namespace kontor::auth {

struct NewInvitation {
    platform::EmailAddress email;
    std::optional<platform::Text<1, 200>> name;
    RoleName role;
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (email, name, role))

struct Invitation {
    InvitationId id;
    std::string email;
    std::optional<std::string> name;
    std::string role;
    std::optional<UserId> invited_by;  // none: on the command line
    platform::Time created_at;
    platform::Time expires_at;
};
BOOST_DESCRIBE_STRUCT(Invitation, (), (id, email, name, role, invited_by, created_at, expires_at))

struct InvitationFilter {
    std::optional<InvitationId> after{};  // newest first; the last of the page before
    std::size_t limit = 20;
};

struct Acceptance {
    platform::Text<1, 200> token;
    platform::Text<1, 1024> password;
    std::optional<platform::Text<1, 200>> name;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (token, password, name))

// How somebody comes to work here. Thread-safe.
class Invitations {
public:
    virtual ~Invitations() = default;

    // That were neither accepted nor withdrawn; also those that expired in the last month.
    virtual std::vector<Invitation> invitations(const InvitationFilter& filter) = 0;
    // A letter in that language holds the link. Takes the place of one for the same address.
    // Whether a customer has the address makes no difference. Refuses auth.no_such_role (invalid),
    // auth.permission_not_held (forbidden), auth.already_staff (conflict).
    virtual platform::Result<Invitation> invite(const Authority& authority,
                                                const NewInvitation& invitation,
                                                const std::string& language) = 0;
    // The link is good no longer. Refuses auth.no_such_invitation, auth.permission_not_held.
    virtual platform::Result<> withdraw(const Authority& authority, const InvitationId& id) = 0;
    // Who reads the mail of the address is signed in as staff. The account of a customer with the
    // address becomes it: with this password, as by a link for who forgot theirs, without its
    // second factor and connected with no provider. Refuses auth.invalid_link (malformed),
    // auth.too_many_attempts, and what a password is refused for, which leaves the link good.
    virtual platform::Result<SignedIn> accept(const Acceptance& acceptance,
                                              const Client& client) = 0;
};

}  // namespace kontor::auth
