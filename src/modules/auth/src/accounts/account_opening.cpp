#include "accounts/account_opening.hpp"

#include "auth/events.hpp"
#include "auth/link_events.hpp"
#include "links/link_maker.hpp"

namespace kontor::auth {

platform::Result<store::Account> new_account(Doorkeeper& doorkeeper, const platform::Clock& clock,
                                             const Registration& registration,
                                             std::string_view role) {
    auto hash = doorkeeper.accept(registration.password, role);
    if (!hash) return hash.error();
    std::optional<std::string> name;
    if (registration.name) name = registration.name->value();
    return store::Account{{UserId::make(), lower_case(registration.email), std::move(name),
                           std::string(role), clock.now()},
                          *std::move(hash)};
}

bool keep_account(platform::Tx& tx, platform::EventLog& events, const store::Account& account,
                  const std::optional<std::string>& language) {
    if (!store::insert_account(tx, account)) return false;
    const auto& user = account.user;
    events.publish(tx, UserRegistered{user.id, user.email, user.name.value_or(""), language});
    return true;
}

void ask_to_verify(platform::Tx& tx, platform::EventLog& events, const Config& config,
                   const User& user, const std::optional<std::string>& language,
                   platform::Time now) {
    const auto link = new_link(LinkPurpose::address_verification, config, now);
    store::insert_link(tx, user.id, user.email, link);
    events.publish(tx, AddressVerificationRequested{user.id, user.email, user.name.value_or(""),
                                                    link.id, link.expires_at, language});
}

}  // namespace kontor::auth
