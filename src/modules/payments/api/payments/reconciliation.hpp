#pragma once

#include "orders/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>

namespace kontor::payments {

// Payments by the time of their creation.
struct Period {
    std::optional<platform::Time> from;  // including
    std::optional<platform::Time> to;    // excluding
};
BOOST_DESCRIBE_STRUCT(Period, (), (from, to))

// Two books that do not agree.
struct Difference {
    std::string book;     // "provider", "ledger" or "orders": the one compared with the payments
    std::string subject;  // the id of the payment, the order or the ledger's transaction
    std::string order;    // its id, "" where it is not known
    // "captured", "refunded"; "unknown": captured here, and the provider does not know yet whether.
    std::string what;
    std::int64_t payments = 0;  // by the payments
    std::int64_t other = 0;     // by the other book
    std::string currency;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (book, subject, order, what, payments, other, currency))

}  // namespace kontor::payments
