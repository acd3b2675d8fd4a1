#include "accounts/account_store.hpp"
#include "auth/accounts_module.hpp"
#include "refusals.hpp"
#include "second_factor/reauthentication.hpp"
#include "staff/lost_factor.hpp"

namespace kontor::auth {

using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

class AccountsDesk final : public Accounts {
public:
    AccountsDesk(const Foundation& foundation, std::shared_ptr<Doorkeeper> doorkeeper)
        : database_(foundation.database),
          events_(foundation.events),
          clock_(foundation.clock),
          reauthentication_(database_, std::move(doorkeeper)) {}

    std::vector<User> customers(const AccountFilter& filter) override {
        return database_.read([&](Reader& reader) { return store::customers(reader, filter); });
    }

    Result<User> customer(const UserId& id) override {
        auto found = database_.read([&](Reader& reader) { return store::customer(reader, id); });
        if (!found) return no_such_user();
        return *std::move(found);
    }

    Result<User> lock_customer(const UserId& id) override {
        return database_.transact([&](Tx& tx) -> Result<User> {
            auto found = store::lock_customer(tx, id);
            if (!found) return no_such_user();
            return *std::move(found);
        });
    }

    Result<User> lock_own(const Bearer& bearer) override {
        return database_.transact([&](Tx& tx) -> Result<User> {
            auto found = store::lock_customer(tx, bearer.user);
            if (!found) return no_such_user();
            if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
            return *std::move(found);
        });
    }

    Result<User> rename(const UserId& id, const std::optional<std::string>& name) override {
        return database_.transact([&](Tx& tx) -> Result<User> {
            auto renamed = store::rename(tx, id, name);
            if (!renamed) return no_such_user();
            return *std::move(renamed);
        });
    }

    Result<> remove_second_factor(const UserId& id) override {
        return database_.transact([&](Tx& tx) -> Result<> {
            const auto found = store::lock_customer(tx, id);
            if (!found) return no_such_user();
            return take_factor_off(tx, events_, *found, clock_.now());
        });
    }

    Result<> prove(const Bearer& bearer, const Proof& proof) override {
        const auto account = reauthentication_.in_full(bearer, proof);
        if (!account) return account.error();
        return {};
    }

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Reauthentication reauthentication_;
};

}  // namespace

std::unique_ptr<Accounts> make_accounts(const Foundation& foundation,
                                        std::shared_ptr<Doorkeeper> doorkeeper) {
    return std::make_unique<AccountsDesk>(foundation, std::move(doorkeeper));
}

}  // namespace kontor::auth
