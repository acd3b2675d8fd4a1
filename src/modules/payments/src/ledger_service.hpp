#pragma once

#include "payments/ledger.hpp"
#include "platform/db/database.hpp"

namespace kontor::payments {

class LedgerService final : public Ledger {
public:
    explicit LedgerService(platform::Database& database) : database_(database) {}

    std::vector<LedgerTransaction> transactions(const LedgerFilter& filter) override;
    std::vector<LedgerBalance> balances() override;

private:
    platform::Database& database_;
};

}  // namespace kontor::payments
