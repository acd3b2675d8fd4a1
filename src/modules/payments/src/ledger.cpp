#include "ledger.hpp"

#include "payments/tenders.hpp"

namespace kontor::payments {

namespace account {

std::string of_provider(const std::string& provider) {
    if (provider == gift_card_tender) return std::string(gift_cards);
    if (provider == store_credit_tender) return std::string(store_credit);
    if (provider == "bank_transfer") return std::string(bank);
    if (provider == "cash_on_delivery") return std::string(cash);
    return std::string(psp_clearing) + ":" + provider;
}

}  // namespace account

namespace {

std::string text(std::string_view account) {
    return std::string(account);
}

}  // namespace

LedgerEntry capture_of(const PaymentRow& payment, platform::Time at) {
    const auto tax = std::min(payment.tax, payment.captured);
    return {LedgerKind::capture,
            payment.id.uuid(),
            payment.id,
            payment.currency,
            {{account::of_provider(payment.provider), payment.captured},
             {text(account::customer_payments), tax - payment.captured},
             {text(account::tax_payable), -tax}},
            at};
}

LedgerEntry given_away(LedgerKind kind, const platform::Uuid& source, std::string_view liability,
                       const platform::Money& amount, platform::Time at) {
    return {kind,
            source,
            std::nullopt,
            amount.currency,
            {{text(account::goodwill), amount.amount}, {text(liability), -amount.amount}},
            at};
}

LedgerEntry refund_of(const PaymentRow& payment, const RefundRow& refund, platform::Time at) {
    const auto from =
        refund.credited_to ? text(account::store_credit) : account::of_provider(payment.provider);
    return {LedgerKind::refund,
            refund.id.uuid(),
            payment.id,
            refund.currency,
            {{text(account::refunds), refund.amount - refund.tax},
             {text(account::tax_payable), refund.tax},
             {from, -refund.amount}},
            at};
}

namespace store {

void insert_ledger_entry(platform::Tx& tx, const LedgerEntry& entry) {
    std::vector<std::string> accounts;
    std::vector<std::int64_t> amounts;
    for (const auto& posting : entry.postings) {
        if (posting.amount == 0) continue;
        accounts.push_back(posting.account);
        amounts.push_back(posting.amount);
    }
    tx.defer(
        "with booked as (insert into payments.ledger_transaction"
        " (id, kind, source, payment_id, at) values ($1, $2, $3, $4, $5) returning id)"
        " insert into payments.ledger_posting (transaction_id, account, amount, currency)"
        " select id, account, amount, $8 from booked,"
        " unnest($6::text[], $7::bigint[]) posting (account, amount)",
        platform::new_uuid(), entry.kind, entry.source, entry.payment, entry.at, accounts, amounts,
        entry.currency);
}

}  // namespace store

}  // namespace kontor::payments
