#include "accounts/own_account_desk.hpp"

#include "auth/link_events.hpp"
#include "auth/session_events.hpp"
#include "links/link_maker.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "sessions/session_ends.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::chrono::minutes between_letters{1};
constexpr std::int64_t letters_a_day = 5;

Error already_verified() {
    return {ErrorKind::conflict, "auth.already_verified", "The address is verified already."};
}

Error no_such_session() {
    return {ErrorKind::not_found, "auth.no_such_session",
            "There is no such session of yours, or it has ended."};
}

Error too_many_letters(std::chrono::seconds wait) {
    return {ErrorKind::too_many_requests,
            "auth.too_many_letters",
            "The letter was sent a moment ago, or several times today. Look for it, also where "
            "unwanted mail is kept, before you ask for another.",
            {},
            {{"retry_after", wait.count()}}};
}

Result<> may_write(const store::Sent& sent, Time now) {
    using std::chrono::ceil, std::chrono::seconds;
    if (sent.newest && *sent.newest + between_letters > now)
        return too_many_letters(ceil<seconds>(*sent.newest + between_letters - now));
    if (sent.letters >= letters_a_day) return too_many_letters(std::chrono::hours(1));
    return {};
}

}  // namespace

OwnAccountDesk::OwnAccountDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      config_(foundation.config),
      doorkeeper_(std::move(doorkeeper)),
      again_(database_, doorkeeper_) {}

Result<> OwnAccountDesk::change_password(const Bearer& bearer, const std::string& current,
                                         const std::string& password, const std::string& language) {
    const auto account = again_.by_password(bearer, current);
    if (!account) return account.error();
    const auto& user = account->user;
    const auto hash = doorkeeper_->accept(password, user.role, account->has_second_factor);
    if (!hash) return hash.error();
    return database_.transact([&](Tx& tx) -> Result<> {
        if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
        platform::audit::keep_with(tx);
        store::set_password(tx, bearer.user, *hash);
        store::delete_open_links(tx, bearer.user);
        end_sessions_but(tx, events_, bearer.user, bearer.session, clock_.now());
        events_.publish(tx, PasswordChanged{user.id, user.email, user.name.value_or(""), language});
        return {};
    });
}

Result<> OwnAccountDesk::change_address(const Bearer& bearer, const platform::EmailAddress& email,
                                        const Proof& proof, const std::string& language) {
    const auto account = again_.in_full(bearer, proof);
    if (!account) return account.error();
    return database_.transact([&](Tx& tx) -> Result<> {
        if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
        const auto now = clock_.now();
        const auto link = new_link(LinkPurpose::address_change, config_, now);
        const auto sent =
            store::lock_and_count(tx, bearer.user, link.purpose, now - std::chrono::days(1));
        if (!sent) return no_such_user();
        if (const auto allowed = may_write(*sent, now); !allowed) return allowed.error();
        const auto& user = sent->user;
        const auto wanted = lower_case(email.value());
        platform::audit::keep_with(tx);
        const bool is_free = store::insert_link_unless_taken(tx, user.id, wanted, link);
        events_.publish(tx,
                        AddressChangeRequested{user.id, user.email, wanted, user.name.value_or(""),
                                               is_free ? std::optional(link.id) : std::nullopt,
                                               link.expires_at, language});
        return {};
    });
}

Result<> OwnAccountDesk::verify_again(const Bearer& bearer, const std::string& language) {
    return database_.transact([&](Tx& tx) -> Result<> {
        const auto now = clock_.now();
        const auto link = new_link(LinkPurpose::address_verification, config_, now);
        const auto sent =
            store::lock_and_count(tx, bearer.user, link.purpose, now - std::chrono::days(1));
        if (!sent) return no_such_user();
        const auto& user = sent->user;
        if (user.email_verified) return already_verified();
        if (const auto allowed = may_write(*sent, now); !allowed) return allowed.error();
        store::insert_link(tx, user.id, user.email, link);
        events_.publish(
            tx, AddressVerificationRequested{user.id, user.email, user.name.value_or(""), link.id,
                                             link.expires_at, language});
        return {};
    });
}

std::vector<OwnSession> OwnAccountDesk::sessions(const Bearer& bearer) {
    std::vector<OwnSession> sessions;
    for (auto& open : database_.read([&](Reader& reader) {
             return store::open_sessions(reader, bearer.user, clock_.now(), most_sessions);
         }))
        sessions.push_back({open.id,
                            open.created_at,
                            open.last_used_at,
                            {std::move(open.user_agent)},
                            open.id == bearer.session,
                            open.by_staff});
    return sessions;
}

Result<> OwnAccountDesk::end_session(const Bearer& bearer, const SessionId& id) {
    return database_.transact([&](Tx& tx) -> Result<> {
        if (!store::end_session_of(tx, bearer.user, id, clock_.now())) return no_such_session();
        events_.publish(tx, SessionsEnded{bearer.user, {id}});
        return {};
    });
}

void OwnAccountDesk::end_other_sessions(const Bearer& bearer) {
    database_.transact(
        [&](Tx& tx) { end_sessions_but(tx, events_, bearer.user, bearer.session, clock_.now()); });
}

}  // namespace kontor::auth
