#include "staff/invitation_store.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::auth::store {

using platform::Reader;
using platform::Time;
using platform::Tx;

namespace {

const std::string columns =
    "select id, email, name, role, invited_by, created_at, expires_at from auth.invitation ";

}  // namespace

std::vector<Invitation> invitations(Reader& reader, const InvitationFilter& filter,
                                    Time not_expired_before) {
    return platform::listed<Invitation>(
        reader,
        columns +
            "where ($1::uuid is null or id < $1) and expires_at > $3"
            " order by id desc limit $2",
        filter.after, filter.limit, not_expired_before);
}

std::optional<Invitation> invitation(Reader& reader, const InvitationId& id) {
    return reader.one<Invitation>(columns + "where id = $1", id);
}

std::vector<Invitation> invitations_to(Reader& reader, const std::string& email) {
    return reader.all<Invitation>(columns + "where email = $1", email);
}

std::optional<Invitation> lock_invitation(Tx& tx, const InvitationId& id) {
    return tx.one<Invitation>(columns + "where id = $1 for update", id);
}

void lock_invited(Tx& tx, const std::string& email) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('invited ' || $1, 0))", email);
}

std::optional<Invitation> lock_invitation_to(Tx& tx, const std::string& email) {
    return tx.one<Invitation>(columns + "where email = $1 for update", email);
}

void insert_invitation(Tx& tx, const Invitation& invitation) {
    tx.defer(
        "insert into auth.invitation (id, email, name, role, invited_by, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        invitation.id, invitation.email, invitation.name, invitation.role, invitation.invited_by,
        invitation.created_at, invitation.expires_at);
}

void delete_invitation(Tx& tx, const InvitationId& id) {
    tx.defer("delete from auth.invitation where id = $1", id);
}

void delete_invitations_to(Tx& tx, const std::string& email) {
    tx.defer("delete from auth.invitation where email = $1", email);
}

void delete_invitations_by(Tx& tx, const UserId& inviter) {
    tx.defer("delete from auth.invitation where invited_by = $1", inviter);
}

void delete_expired_invitations(Tx& tx, Time before) {
    tx.defer("delete from auth.invitation where expires_at <= $1", before);
}

}  // namespace kontor::auth::store
