// The shop's books in double entry: what every movement of money is posted to.
#pragma once

#include "payments/ledger.hpp"
#include "refunds.hpp"

#include <string_view>

namespace kontor::payments {

namespace account {
// What providers owe the shop, one account a provider: "psp_clearing:stripe".
inline constexpr std::string_view psp_clearing = "psp_clearing";
inline constexpr std::string_view bank = "bank";
inline constexpr std::string_view cash = "cash";
inline constexpr std::string_view gift_cards = "gift_card_liability";
inline constexpr std::string_view store_credit = "store_credit_liability";
inline constexpr std::string_view customer_payments = "customer_payments";
inline constexpr std::string_view tax_payable = "tax_payable";
inline constexpr std::string_view refunds = "refunds";
inline constexpr std::string_view goodwill = "goodwill";

// Where a provider's money is, or what is owed less once it is spent.
std::string of_provider(const std::string& provider);
}  // namespace account

// A debit is positive.
struct Posting {
    std::string account;
    std::int64_t amount = 0;
};

// The postings add up to zero.
struct LedgerEntry {
    LedgerKind kind{};
    platform::Uuid source;
    std::optional<PaymentId> payment;
    platform::Currency currency;
    std::vector<Posting> postings;
    platform::Time at;
};

LedgerEntry capture_of(const PaymentRow& payment, platform::Time at);
// A negative amount is taken back.
LedgerEntry given_away(LedgerKind kind, const platform::Uuid& source, std::string_view liability,
                       const platform::Money& amount, platform::Time at);
LedgerEntry refund_of(const PaymentRow& payment, const RefundRow& refund, platform::Time at);

}  // namespace kontor::payments

namespace kontor::payments::store {

// Throws StatementError (unique_violation) where the source has an entry of this kind already.
void insert_ledger_entry(platform::Tx& tx, const LedgerEntry& entry);

}  // namespace kontor::payments::store
