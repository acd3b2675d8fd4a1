#include "links/recovery_desk.hpp"

#include "auth/link_events.hpp"
#include "oidc/identity_store.hpp"
#include "platform/audit/deed.hpp"
#include "second_factor/factor_store.hpp"
#include "sessions/session_ends.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Time;
using platform::Tx;

namespace {

Error invalid_link() {
    return {ErrorKind::malformed, "auth.invalid_link",
            "This link is not valid, or not any more: it may have expired or been used, or a newer "
            "one been sent. Ask for another."};
}

Error not_the_account(std::string_view reason, const std::string& what) {
    const auto message =
        what +
        " If you did not ask for this link, leave it; to get into an account with your "
        "address, ask for a link to choose a new password.";
    return {ErrorKind::forbidden,
            "auth.wrong_password",
            message,
            {{"/password", std::string(reason), message}}};
}

Error wrong_password() {
    return not_the_account("wrong", "This is not the password of the account.");
}

Error no_proof() {
    return not_the_account("missing",
                           "A link confirms an address for whoever is signed in to its account, "
                           "or sends its password.");
}

void keep_deed(Tx& tx, const UserId& account) {
    platform::audit::done_to(account.text());
    platform::audit::keep_with(tx);
}

bool is_open(const store::Link& link, Time now) {
    return !link.used_at && link.expires_at > now;
}

// The link went to the address that the account has now.
bool can_reset(const std::optional<store::Link>& link, Time now) {
    return link && link->purpose == LinkPurpose::password_reset && is_open(*link, now) &&
           link->email == link->user.email;
}

}  // namespace

RecoveryDesk::RecoveryDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper,
                           LinkMaker links)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      doorkeeper_(std::move(doorkeeper)),
      links_(std::move(links)) {}

Result<> RecoveryDesk::forgot_password(const platform::EmailAddress& email,
                                       const std::string& language,
                                       const std::string& client_address) {
    if (const auto counted = doorkeeper_->count_question(client_address); !counted)
        return counted.error();
    database_.transact([&](Tx& tx) {
        events_.publish(tx, PasswordResetAsked{platform::Id<"ask">::make(),
                                               lower_case(email.value()), language});
    });
    return {};
}

Result<> RecoveryDesk::reset_password(const std::string& token, const std::string& password,
                                      const std::string& client_address) {
    const auto id = links_.id_of(token);
    const auto link = id ? database_.read([&](Reader& reader) { return store::link(reader, *id); })
                         : std::nullopt;
    if (!can_reset(link, clock_.now()))
        return doorkeeper_->refuse_guess(client_address, invalid_link());
    const auto hash = doorkeeper_->accept(password, link->user.role, link->has_second_factor);
    if (!hash) return hash.error();
    return database_.transact([&](Tx& tx) { return use_reset_link(tx, *id, *hash); });
}

Result<> RecoveryDesk::use_reset_link(Tx& tx, const LinkId& id, const std::string& hash) {
    const auto now = clock_.now();
    const auto link = store::lock_link(tx, id);
    if (!can_reset(link, now)) return invalid_link();
    const auto& user = link->user;
    keep_deed(tx, user.id);
    store::set_password(tx, user.id, hash);
    // Whoever set these up had not shown that the address is theirs.
    if (!user.email_verified) store::delete_factor(tx, user.id);
    store::delete_early_identities(tx, user.id);
    store::set_verified_address(tx, user.id, user.email, now);
    store::use_link(tx, id, now);
    store::delete_open_links(tx, user.id);
    store::forget_failures(tx, user.email);
    end_sessions_but(tx, events_, user.id, std::nullopt, now);
    events_.publish(tx, PasswordChanged{user.id, user.email, user.name.value_or(""), std::nullopt});
    return {};
}

Result<> RecoveryDesk::check(const AddressProof& proof, const User& user) const {
    if (proof.signed_in == user.id) return {};
    if (!proof.password) return no_proof();
    const auto admitted =
        doorkeeper_->admit_unconfirmed(user.email, *proof.password, proof.client_address);
    if (admitted) return {};
    return admitted.error().code == "invalid_credentials" ? wrong_password() : admitted.error();
}

Result<> RecoveryDesk::verify_address(const std::string& token, const AddressProof& proof) {
    const auto id = links_.id_of(token);
    const auto link = id ? database_.read([&](Reader& reader) { return store::link(reader, *id); })
                         : std::nullopt;
    if (!link) return invalid_link();
    if (is_open(*link, clock_.now())) {
        if (const auto proven = check(proof, link->user); !proven) return proven.error();
    }
    try {
        return database_.transact([&](Tx& tx) { return use_address_link(tx, *id); });
    } catch (const platform::StatementError& refused) {
        // Somebody registered the address in the same moment.
        if (refused.unique_violation()) return invalid_link();
        throw;
    }
}

Result<> RecoveryDesk::use_address_link(Tx& tx, const LinkId& id) {
    const auto now = clock_.now();
    const auto link = store::lock_link(tx, id);
    if (!link || link->purpose == LinkPurpose::password_reset) return invalid_link();
    const auto& user = link->user;
    const bool is_change = link->email != user.email;
    if (link->used_at && !is_change && user.email_verified) return {};
    if (!is_open(*link, now)) return invalid_link();
    if (is_change && link->purpose != LinkPurpose::address_change) return invalid_link();
    if (!store::set_verified_address(tx, user.id, link->email, now)) return invalid_link();
    keep_deed(tx, user.id);
    store::use_link(tx, id, now);
    if (!is_change) return {};
    store::delete_open_links(tx, user.id);
    events_.publish(tx, AddressChanged{user.id, link->email, user.email, user.name});
    return {};
}

}  // namespace kontor::auth
