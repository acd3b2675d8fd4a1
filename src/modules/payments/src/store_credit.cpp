#include "store_credit.hpp"

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t movements_shown = 100;

Error nothing_granted() {
    return {ErrorKind::invalid,
            "payments.nothing_granted",
            "Store credit is granted or taken back, but not 0 of it.",
            {{"/amount/amount", "range", "must not be 0"}}};
}

Error no_such_customer() {
    return {ErrorKind::not_found, "payments.no_such_customer", "There is no such customer."};
}

Error too_low(const platform::Money& balance) {
    return {ErrorKind::conflict,
            "payments.store_credit_too_low",
            "No more can be taken back than the customer has: " + platform::to_text(balance) + ".",
            {},
            {{"balance", balance}}};
}

StoreCreditAccount describe(Reader& reader, const StoredValueRow& row) {
    return {{row.balance, row.currency}, store::movements(reader, row.id, movements_shown)};
}

// Locked, with its balance of now.
std::optional<StoredValueRow> account_of(Tx& tx, const StoreCreditGrant& grant) {
    const auto found = store::lock_stored_value(tx, {}, grant.customer, grant.amount.currency);
    if (found.empty()) return std::nullopt;
    return found.front();
}

}  // namespace

Result<StoreCreditAccount> StoreCreditService::grant(const StoreCreditGrant& grant) {
    if (grant.amount.amount == 0) return nothing_granted();
    if (!grant.amount.currency.is_in_use()) return no_such_currency(grant.amount.currency);
    if (grant.amount.amount > largest_stored_value || grant.amount.amount < -largest_stored_value)
        return amount_too_large();
    const bool gives = grant.amount.amount > 0;
    if (gives && !accounts_.user(grant.customer)) return no_such_customer();
    const auto book = [&](Tx& tx) -> Result<StoreCreditAccount> {
        const auto before = account_of(tx, grant);
        // What is left with somebody who was forgotten can be taken back.
        if (!before && !gives && !accounts_.user(grant.customer)) return no_such_customer();
        const auto balance = before ? before->balance : 0;
        if (!store::is_moved(tx, grant.cause, StoredValueMovementKind::granted)) {
            if (balance + grant.amount.amount < 0) return too_low({balance, grant.amount.currency});
            const auto now = clock_.now();
            const StoredValueChange change{StoredValueMovementKind::granted,
                                           grant.amount.amount,
                                           grant.cause,
                                           grant.actor,
                                           grant.reason,
                                           now};
            if (before)
                store::move_stored_value(tx, before->id, change);
            else
                store::credit_customer(tx, grant.customer, grant.amount.currency, change);
            store::insert_ledger_entry(tx, given_away(LedgerKind::grant, grant.cause,
                                                      account::store_credit, grant.amount, now));
        }
        return describe(tx, account_of(tx, grant).value());
    };
    return database_.transact(book);
}

std::vector<StoreCreditAccount> StoreCreditService::accounts_of(const auth::UserId& customer) {
    return database_.read([&](Reader& reader) {
        std::vector<StoreCreditAccount> accounts;
        for (const auto& row : store::store_credit_of(reader, customer))
            accounts.push_back(describe(reader, row));
        return accounts;
    });
}

}  // namespace kontor::payments
