// The books that are kept behind the counter: the shop's own tables, and the payment provider's.
#pragma once

#include "platform/core/describe.hpp"
#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::chaos {

struct BookedOrder {
    platform::Uuid id;
    std::string status;
    std::int64_t total = 0;
    std::int64_t captures = 0;  // payments that took money
    std::int64_t kept = 0;      // of it, after refunds
    std::int64_t ledger = 0;    // the same in the ledger
    std::int64_t shipments = 0;
};
BOOST_DESCRIBE_STRUCT(BookedOrder, (), (id, status, total, captures, kept, ledger, shipments))

// What a payment provider has of an order.
struct Taken {
    std::string order;         // such as ord_01h...
    std::int64_t charges = 0;  // that took money
    std::int64_t kept = 0;     // of it, after refunds
};
BOOST_DESCRIBE_STRUCT(Taken, (), (order, charges, kept))

struct Level {
    std::string sku;
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
};
BOOST_DESCRIBE_STRUCT(Level, (), (sku, on_hand, allocated, reserved))

struct BookedMessage {
    std::string kind;
    std::string order;  // empty where it is about none
    std::string recipient;
    std::string message_id;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(BookedMessage, (), (kind, order, recipient, message_id, status))

class Books {
public:
    explicit Books(const std::string& dsn) : pool_({.dsn = dsn, .size = 1}), database_(pool_, "") {}

    // All that were ever made.
    std::vector<BookedOrder> orders();
    // Of the payment simulator, which only ever adds to them.
    std::vector<Taken> simulator();
    // The key of its charge for a payment such as pay_01h...; none that never got there.
    std::optional<std::string> charge_of(const std::string& payment);
    // Keys of all charges of the simulator.
    std::vector<std::string> charges();
    std::vector<Level> levels();
    std::vector<BookedMessage> messages();
    std::int64_t letters_waiting();
    // What somebody still has to do, such as "2 mails to be sent".
    std::vector<std::string> unfinished();
    // The part of it that follows from facts: no time has to pass for it.
    std::int64_t facts_to_follow();
    // Events that some subscription has yet to handle, parked ones not counted.
    std::int64_t unread_events();
    // What must never be seen at any moment, each named: a ledger that does not add up to nothing
    // in some currency, stock below nothing, an order that is paid for twice.
    std::vector<std::string> impossible();
    // Steps of orders and payments that the published state tables do not have, each named.
    std::vector<std::string> illegal_steps();
    // Carts that are sold without an order, or have one and are not sold.
    std::vector<std::string> torn_carts();
    // Since the database was made.
    std::int64_t deadlocks();

    // Of others than this one.
    std::int64_t connections();
    // Lets the leases of a process that is gone run out at once.
    void end_leases();
    // Breaks every connection that the shop has.
    void cut_connections();

private:
    std::int64_t count(const std::string& sql);
    std::vector<std::string> texts(const std::string& sql);

    platform::Pool pool_;
    platform::Database database_;
};

}  // namespace kontor::chaos
