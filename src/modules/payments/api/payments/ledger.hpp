#pragma once

#include "orders/ids.hpp"
#include "payments/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::payments {

using LedgerTransactionId = platform::Id<"ldg">;

// issue: of a gift card; grant: of store credit. Both are given away until they are spent.
enum class LedgerKind { capture, refund, issue, grant };
BOOST_DESCRIBE_ENUM(LedgerKind, capture, refund, issue, grant)

struct LedgerPosting {
    std::string account;
    platform::Money amount;  // a debit is positive
};
BOOST_DESCRIBE_STRUCT(LedgerPosting, (), (account, amount))

// The postings add up to zero.
struct LedgerTransaction {
    LedgerTransactionId id;
    LedgerKind kind = LedgerKind::capture;
    platform::Time at;
    std::optional<PaymentId> payment_id;
    std::optional<orders::OrderId> order_id;
    std::vector<LedgerPosting> postings;
};
BOOST_DESCRIBE_STRUCT(LedgerTransaction, (), (id, kind, at, payment_id, order_id, postings))

struct LedgerFilter {
    std::optional<std::string> account{};
    std::optional<orders::OrderId> order{};
    std::optional<platform::Time> from{};  // including
    std::optional<platform::Time> to{};    // excluding
    std::optional<LedgerTransactionId> after{};
    std::size_t limit = 20;
};
BOOST_DESCRIBE_STRUCT(LedgerFilter, (), (account, order, from, to, after, limit))

struct LedgerBalance {
    std::string account;
    platform::Money balance;
};
BOOST_DESCRIBE_STRUCT(LedgerBalance, (), (account, balance))

// The shop's books in double entry, only ever added to. Thread-safe.
class Ledger {
public:
    virtual ~Ledger() = default;

    // Newest first, whole, where any of its postings is to the account.
    virtual std::vector<LedgerTransaction> transactions(const LedgerFilter& filter) = 0;
    // Of every account and currency. Adds up all there is.
    virtual std::vector<LedgerBalance> balances() = 0;
};

}  // namespace kontor::payments
