// One client of the shop: buys, gives back, looks again. Throws std::runtime_error where the shop
// does not do what it is asked for.
#pragma once

#include "../client.hpp"
#include "books.hpp"

#include <map>

namespace kontor::replay {

struct BoughtItem {
    std::string id;
    std::int64_t quantity = 0;
};

struct Order {
    std::string id;
    std::int64_t total = 0;
    std::map<std::size_t, BoughtItem> items;  // by article
};

struct RefundedItem {
    std::string item;
    std::int64_t quantity = 0;
};

// Somebody of the staff.
struct Clerk {
    std::string email;
    std::string password;
};

class Till {
public:
    Till(std::uint16_t port, const Clerk& clerk);

    // The invoices name their postage themselves.
    void ship_for_nothing();
    // key: the same purchase asked for again is one.
    Order buy(const Books& books, const std::vector<Line>& lines, const std::string& email,
              const std::string& key);
    // Answers what was given back.
    std::int64_t give_back(const std::string& order, const std::vector<RefundedItem>& items,
                           const std::string& credit_note);
    std::int64_t total_of(const std::string& order);

private:
    bench::Client client_;
    std::string staff_;
};

}  // namespace kontor::replay
