#include "accounts/account_store.hpp"
#include "auth/accounts_module.hpp"
#include "oidc/identity_store.hpp"
#include "sessions/session_ends.hpp"
#include "staff/invitation_store.hpp"

namespace kontor::auth {

using platform::Person;
using platform::PersonalRecords;
using platform::Reader;
using platform::Tx;

namespace {

class AccountData final : public platform::PersonalData {
public:
    explicit AccountData(const Foundation& foundation)
        : database_(foundation.database), events_(foundation.events), clock_(foundation.clock) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const UserId id(person.account);
        return database_.read([&](Reader& reader) -> std::vector<PersonalRecords> {
            const auto invitations = person.confirmed_email
                                         ? store::invitations_to(reader, *person.confirmed_email)
                                         : std::vector<Invitation>{};
            return {{"sessions", platform::json::write(store::all_sessions(reader, id))},
                    {"sign_in_providers", platform::json::write(store::identities(reader, id))},
                    {"invitations", platform::json::write(invitations)}};
        });
    }

    void forget(const Person& person) override {
        const UserId id(person.account);
        database_.transact([&](Tx& tx) {
            end_sessions_but(tx, events_, id, std::nullopt, clock_.now());
            if (person.confirmed_email) store::delete_invitations_to(tx, *person.confirmed_email);
            store::forget_account(tx, id, person.email, clock_.now());
        });
    }

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace

std::unique_ptr<platform::PersonalData> make_personal_data(const Foundation& foundation) {
    return std::make_unique<AccountData>(foundation);
}

}  // namespace kontor::auth
