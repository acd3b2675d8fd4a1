#include "accounts/registration_desk.hpp"

#include "accounts/account_opening.hpp"
#include "auth/link_events.hpp"
#include "links/link_store.hpp"

namespace kontor::auth {

using platform::Result;
using platform::Tx;

RegistrationDesk::RegistrationDesk(const Foundation& foundation,
                                   std::shared_ptr<Doorkeeper> doorkeeper)
    : database_(foundation.database),
      events_(foundation.events),
      clock_(foundation.clock),
      config_(foundation.config),
      doorkeeper_(std::move(doorkeeper)) {}

// Whether the address is taken is found out after the password was hashed, which takes the time.
Result<> RegistrationDesk::ask_to_register(const Registration& registration, const Client& client) {
    if (const auto counted = doorkeeper_->count_question(client.address); !counted)
        return counted.error();
    const auto account = new_account(*doorkeeper_, clock_, registration, roles::customer);
    if (!account) return account.error();
    database_.transact([&](Tx& tx) {
        if (keep_account(tx, events_, *account, client.language)) {
            ask_to_verify(tx, events_, config_, account->user, client.language, clock_.now());
        } else {
            // Of two who wait for the same address one is a stranger, and it is not known which:
            // no letter confirms the password of either.
            store::withdraw_confirmations(tx, account->user.email);
            events_.publish(tx, RegistrationRepeated{platform::Id<"ask">::make(),
                                                     account->user.email, client.language});
        }
    });
    return {};
}

}  // namespace kontor::auth
