// The shop's own books, read from its tables behind its back.
#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <map>

namespace kontor::chaos {

// An order that is neither cancelled nor expired.
struct BookedOrder {
    platform::Uuid id;
    std::string status;
    std::int64_t total = 0;
    std::int64_t captures = 0;  // payments that took money
    std::int64_t kept = 0;      // of it, after refunds
    std::int64_t ledger = 0;    // the same in the ledger
    std::int64_t charges = 0;   // the same in the books of the payment provider
    std::int64_t shipments = 0;
};
BOOST_DESCRIBE_STRUCT(BookedOrder, (),
                      (id, status, total, captures, kept, ledger, charges, shipments))

struct Level {
    std::string sku;
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
};
BOOST_DESCRIBE_STRUCT(Level, (), (sku, on_hand, allocated, reserved))

class Books {
public:
    explicit Books(const std::string& dsn) : pool_({.dsn = dsn, .size = 1}), database_(pool_, "") {}

    std::vector<BookedOrder> orders();
    std::vector<Level> levels();
    // What somebody still has to do, such as "2 mails to be sent".
    std::vector<std::string> unfinished();
    // Charges of the provider that no order has and that were not given back.
    std::int64_t charges_without_order();
    std::int64_t sum_of_ledger();

    // Lets the leases of a process that is gone run out at once.
    void end_leases();
    // Breaks every connection that the shop has.
    void cut_connections();

private:
    std::int64_t count(const std::string& sql);

    platform::Pool pool_;
    platform::Database database_;
};

}  // namespace kontor::chaos
