#pragma once

#include "auth/invitation_events.hpp"
#include "auth/links.hpp"
#include "letters.hpp"

namespace kontor::notifications {

// Letters about facts of an account, which have user, email, display_name and language.
template <class Fact>
Draft to_account(const Fact& fact, std::string_view kind, const platform::Uuid& event,
                 platform::Time now) {
    Values values{{"email", fact.email}};
    if (!fact.display_name.empty()) values["name"] = fact.display_name;
    return {event, std::string(kind), fact.email, std::move(values), fact.user, {}, {},
            now,   fact.language};
}

// The kind is named as the purpose of the link, which has its id in the place of the token.
template <class Fact>
Draft with_link(const Fact& fact, auth::LinkPurpose purpose, const auth::LinkId& id,
                const auth::Links& links, const platform::Uuid& event, platform::Time now) {
    auto draft = to_account(fact, platform::enum_name(purpose), event, now);
    draft.values["link"] = links.page(purpose, id);
    draft.values["expires_at"] = moment_value(fact.expires_at);
    draft.link = id;
    return draft;
}

// To somebody who may have no account.
inline Draft invitation(const auth::StaffInvited& fact, const auth::Links& links,
                        const platform::Uuid& event, platform::Time now) {
    const auth::LinkId id(fact.invitation.uuid());
    Values values{{"email", fact.email},
                  {"role", fact.role},
                  {"link", links.page(auth::LinkPurpose::staff_invitation, id)},
                  {"expires_at", moment_value(fact.expires_at)}};
    if (fact.display_name) values["name"] = *fact.display_name;
    return {event, "staff_invitation", fact.email, std::move(values), {}, {}, {},
            now,   fact.language,      id};
}

}  // namespace kontor::notifications
