#include "accounts/account_store.hpp"
#include "auth/impersonation_module.hpp"
#include "impersonation/impersonation_store.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"
#include "sessions/token_issuer.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

// As the audit log keeps it.
struct Begun {
    SessionId session;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Begun, (), (session, reason))

Error no_such_customer() {
    return {ErrorKind::not_found, "auth.no_such_user", "There is no customer with this id."};
}

Error customer_disabled() {
    return {ErrorKind::conflict, "auth.account_disabled",
            "The account of this customer is disabled: nobody is signed in to it. Enable it with: "
            "kontor user enable."};
}

class ImpersonationDesk final : public Impersonations {
public:
    ImpersonationDesk(const Foundation& foundation, std::shared_ptr<TokenIssuer> issuer)
        : database_(foundation.database),
          clock_(foundation.clock),
          life_(std::chrono::minutes(std::min(foundation.config.impersonation_minutes.value(),
                                              foundation.config.access_token_minutes.value()))),
          issuer_(std::move(issuer)) {}

    Result<Impersonation> begin(const Bearer& staff, const std::string& role,
                                const UserId& customer, const std::string& reason) override {
        return database_.transact([&](Tx& tx) -> Result<Impersonation> {
            if (!store::lock_signed_in(tx, staff.user, staff.session)) return signed_out();
            if (!store::customer(tx, customer)) return no_such_customer();
            auto user = store::lock_enabled_user(tx, customer);
            if (!user) return customer_disabled();
            const auto now = clock_.now();
            const auto session = SessionId::make();
            store::insert_acting_session(
                tx, {session, customer, staff.user, staff.session, now, now + life_});
            platform::audit::changed_json(std::nullopt,
                                          platform::json::write(Begun{session, reason}));
            auto token = issuer_->access_token(
                *user, session, life_,
                platform::TokenActor{staff.user.text(), staff.session.text(), {role}});
            return Impersonation{*std::move(user), session, std::move(token), "Bearer",
                                 life_.count()};
        });
    }

private:
    platform::Database& database_;
    const platform::Clock& clock_;
    const std::chrono::seconds life_;  // no longer than that of any access token
    const std::shared_ptr<TokenIssuer> issuer_;
};

}  // namespace

std::unique_ptr<Impersonations> make_impersonations(const Foundation& foundation,
                                                    std::shared_ptr<TokenIssuer> issuer) {
    return std::make_unique<ImpersonationDesk>(foundation, std::move(issuer));
}

}  // namespace kontor::auth
