#pragma once

#include "auth/ids.hpp"
#include "payments/stored_value.hpp"

namespace kontor::payments {

// What the shop owes a customer in one currency.
struct StoreCreditAccount {
    platform::Money balance;
    std::vector<StoredValueMovement> movements;  // newest first, a hundred at most
};
BOOST_DESCRIBE_STRUCT(StoreCreditAccount, (), (balance, movements))

struct StoreCreditGrant {
    auth::UserId customer;
    platform::Money amount;  // negative: it is taken back
    std::string reason;
    std::string actor;
    platform::Uuid cause;  // the same is granted once
};
BOOST_DESCRIBE_STRUCT(StoreCreditGrant, (), (customer, amount, reason, actor, cause))

// Thread-safe.
class StoreCredit {
public:
    virtual ~StoreCredit() = default;

    // Refuses payments.nothing_granted, payments.no_such_currency, payments.amount_too_large
    // (invalid), payments.no_such_customer (not_found), payments.store_credit_too_low (conflict)
    // where more is taken back than is there.
    virtual platform::Result<StoreCreditAccount> grant(const StoreCreditGrant& grant) = 0;
    // One account a currency.
    virtual std::vector<StoreCreditAccount> accounts_of(const auth::UserId& customer) = 0;
};

}  // namespace kontor::payments
