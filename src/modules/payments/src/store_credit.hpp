#pragma once

#include "auth/auth.hpp"
#include "ledger.hpp"
#include "stored_value.hpp"

namespace kontor::payments {

class StoreCreditService final : public StoreCredit {
public:
    StoreCreditService(platform::Database& database, const platform::Clock& clock,
                       auth::Auth& accounts)
        : database_(database), clock_(clock), accounts_(accounts) {}

    platform::Result<StoreCreditAccount> grant(const StoreCreditGrant& grant) override;
    std::vector<StoreCreditAccount> accounts_of(const auth::UserId& customer) override;

private:
    platform::Database& database_;
    const platform::Clock& clock_;
    auth::Auth& accounts_;
};

}  // namespace kontor::payments
