#pragma once

#include "auth/invitations.hpp"
#include "platform/db/database.hpp"

namespace kontor::auth::store {

std::vector<Invitation> invitations(platform::Reader& reader, const InvitationFilter& filter,
                                    platform::Time not_expired_before);
std::optional<Invitation> invitation(platform::Reader& reader, const InvitationId& id);
std::vector<Invitation> invitations_to(platform::Reader& reader, const std::string& email);
// Locked until the commit.
std::optional<Invitation> lock_invitation(platform::Tx& tx, const InvitationId& id);
// Nobody else invites the address before the commit. Deferred.
void lock_invited(platform::Tx& tx, const std::string& email);
std::optional<Invitation> lock_invitation_to(platform::Tx& tx, const std::string& email);

// Deferred.
void insert_invitation(platform::Tx& tx, const Invitation& invitation);
void delete_invitation(platform::Tx& tx, const InvitationId& id);
void delete_invitations_to(platform::Tx& tx, const std::string& email);
void delete_invitations_by(platform::Tx& tx, const UserId& inviter);
void delete_expired_invitations(platform::Tx& tx, platform::Time before);

}  // namespace kontor::auth::store
