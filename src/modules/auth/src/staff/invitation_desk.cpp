#include "accounts/account_opening.hpp"
#include "auth/invitation_events.hpp"
#include "auth/link_events.hpp"
#include "links/link_maker.hpp"
#include "oidc/identity_store.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "second_factor/factor_store.hpp"
#include "sessions/session_ends.hpp"
#include "sessions/token_issuer.hpp"
#include "staff/authority.hpp"
#include "staff/invitation_store.hpp"
#include "staff/role_store.hpp"
#include "staff/staff_module.hpp"
#include "staff/staff_store.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::chrono::days expired_are_shown_for{30};

Error already_staff() {
    const std::string message =
        "Somebody with this address works here already. Change their role, or enable the account.";
    return {ErrorKind::conflict, "auth.already_staff", message, {{"/email", "taken", message}}};
}

Error account_disabled() {
    const std::string message =
        "The account with this address is disabled, and would open to no invitation. Enable it "
        "with: kontor user enable.";
    return {
        ErrorKind::conflict, "auth.account_disabled", message, {{"/email", "disabled", message}}};
}

Error no_such_invitation() {
    return {ErrorKind::not_found, "auth.no_such_invitation",
            "There is no such invitation, or it was accepted or withdrawn."};
}

Error invalid_link() {
    return {ErrorKind::malformed, "auth.invalid_link",
            "This invitation is not valid, or not any more: it may have expired or been used or "
            "withdrawn, or a newer one been sent. Ask whoever invited you for another."};
}

class InvitationDesk final : public Invitations {
public:
    InvitationDesk(const Foundation& foundation, const StaffParts& parts)
        : database_(foundation.database),
          events_(foundation.events),
          clock_(foundation.clock),
          good_for_(std::chrono::days(foundation.config.invitation_days.value())),
          doorkeeper_(parts.doorkeeper),
          issuer_(parts.issuer),
          links_(parts.secret, {}, foundation.config) {}

    std::vector<Invitation> invitations(const InvitationFilter& filter) override {
        return database_.read([&](Reader& reader) {
            return store::invitations(reader, filter, clock_.now() - expired_are_shown_for);
        });
    }

    Result<Invitation> invite(const Authority& authority, const NewInvitation& wanted,
                              const std::string& language) override {
        const auto now = clock_.now();
        Invitation made{InvitationId::make(),
                        lower_case(wanted.email.value()),
                        {},
                        wanted.role,
                        authority.user,
                        now,
                        now + good_for_};
        if (wanted.name) made.name = wanted.name->value();
        return database_.transact([&](Tx& tx) -> Result<Invitation> {
            if (const auto held = hold(tx, authority); !held) return held.error();
            if (const auto allowed = may_give(tx, authority, made.role); !allowed)
                return allowed.error();
            const auto account = store::account(tx, made.email);
            if (account && account->role != roles::customer) return already_staff();
            if (account && account->disabled) return account_disabled();
            store::lock_invited(tx, made.email);
            if (const auto former = store::lock_invitation_to(tx, made.email)) {
                if (const auto allowed = may_give(tx, authority, former->role); !allowed)
                    return allowed.error();
                store::delete_invitation(tx, former->id);
            }
            store::delete_expired_invitations(tx, now - expired_are_shown_for);
            store::insert_invitation(tx, made);
            events_.publish(tx, StaffInvited{made.id, made.email, made.name, made.role,
                                             made.expires_at, language});
            return made;
        });
    }

    Result<> withdraw(const Authority& authority, const InvitationId& id) override {
        return database_.transact([&](Tx& tx) -> Result<> {
            const auto invitation = store::lock_invitation(tx, id);
            if (!invitation) return no_such_invitation();
            if (const auto allowed = may_give(tx, authority, invitation->role); !allowed)
                return allowed.error();
            store::delete_invitation(tx, id);
            platform::audit::removed(*invitation);
            return {};
        });
    }

    Result<SignedIn> accept(const Acceptance& acceptance, const Client& client) override {
        const auto id = id_of(acceptance.token);
        std::optional<StaffMember> account;
        const auto invitation = database_.read([&](Reader& reader) {
            auto found = id ? store::invitation(reader, *id) : std::nullopt;
            if (found) account = store::account(reader, found->email);
            return found;
        });
        if (!is_open(invitation, account))
            return doorkeeper_->refuse_guess(client.address, invalid_link());
        const auto hash = doorkeeper_->accept(acceptance.password, invitation->role, false);
        if (!hash) return hash.error();
        return database_.transact(
            [&](Tx& tx) { return enter(tx, *id, acceptance, *hash, client); });
    }

private:
    std::optional<InvitationId> id_of(const std::string& token) const {
        const auto link = links_.id_of(token);
        if (!link) return std::nullopt;
        return InvitationId(link->uuid());
    }

    bool is_open(const std::optional<Invitation>& invitation,
                 const std::optional<StaffMember>& account) const {
        return invitation && invitation->expires_at > clock_.now() &&
               (!account || (account->role == roles::customer && !account->disabled));
    }

    static Result<> may_give(Tx& tx, const Authority& authority, const std::string& role) {
        const auto given = store::held_permissions(tx, role);
        if (!given || role == roles::customer) return unknown_role();
        return check_covers(authority, *given);
    }

    Result<SignedIn> enter(Tx& tx, const InvitationId& id, const Acceptance& acceptance,
                           const std::string& hash, const Client& client) {
        const auto invitation = store::lock_invitation(tx, id);
        if (!invitation) return invalid_link();
        auto account = store::account(tx, invitation->email);
        if (account) account = store::lock_account(tx, account->id);
        if (!is_open(invitation, account)) return invalid_link();
        const auto user = account ? promoted(tx, *account, *invitation, hash)
                                  : opened(tx, acceptance, *invitation, hash, client);
        if (!user) return invalid_link();
        store::set_verified_address(tx, user->id, user->email, clock_.now());
        store::delete_invitation(tx, id);
        platform::audit::done_to(id.text());
        platform::audit::done_to(user->id.text());
        platform::audit::keep_with(tx);
        return issuer_->open_session(tx, *user, client);
    }

    // Nothing where the address became somebody's in the same moment.
    std::optional<User> opened(Tx& tx, const Acceptance& acceptance, const Invitation& invitation,
                               const std::string& hash, const Client& client) {
        auto name = invitation.name;
        if (acceptance.name) name = acceptance.name->value();
        const store::Account account{
            {UserId::make(), invitation.email, name, invitation.role, clock_.now(), true}, hash};
        if (!keep_account(tx, events_, account, client.language)) return std::nullopt;
        return account.user;
    }

    // As by a link for who forgot their password, and then staff. What else opened the account of
    // a customer is no way to what staff may: whoever works here connects theirs anew.
    std::optional<User> promoted(Tx& tx, const StaffMember& account, const Invitation& invitation,
                                 const std::string& hash) {
        store::set_password(tx, account.id, hash);
        store::delete_factor(tx, account.id);
        store::delete_identities(tx, account.id);
        store::delete_open_links(tx, account.id);
        store::forget_failures(tx, account.email);
        store::set_role(tx, account.id, invitation.role);
        end_sessions_but(tx, events_, account.id, std::nullopt, clock_.now());
        events_.publish(tx, PasswordChanged{account.id, account.email, account.name.value_or(""),
                                            std::nullopt});
        return User{account.id,      account.email,      account.name,
                    invitation.role, account.created_at, true};
    }

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const std::chrono::days good_for_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    const std::shared_ptr<TokenIssuer> issuer_;
    const LinkMaker links_;
};

}  // namespace

std::unique_ptr<Invitations> make_invitations(const Foundation& foundation,
                                              const StaffParts& parts) {
    return std::make_unique<InvitationDesk>(foundation, parts);
}

}  // namespace kontor::auth
