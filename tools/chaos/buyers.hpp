// People who buy and do not take a lost connection for an answer.
#pragma once

#include "shop.hpp"
#include "support/http_probe.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <thread>

namespace kontor::chaos {

// How often something was seen. Thread-safe.
class Tally {
public:
    void count(const std::string& what);
    std::size_t of(const std::string& what) const;
    std::string text() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::size_t> counts_;
};

// What a buyer knows of a purchase, and can prove.
struct Purchase {
    std::string cart;
    test::Headers headers;  // Guest-Token and Idempotency-Key
    std::string email;      // of this purchase only
    std::string body;
    std::map<std::string, std::int64_t> items;  // by SKU
    test::Answer answer;                        // the definite one
};

// What a buyer met on the way to the answers.
struct Adventures {
    Tally defects;   // what no shop may answer
    Tally troubles;  // lost connections, 503: a reason to ask again
};

// Asks until there is a definite answer: after a lost connection, a 503 and "in progress" again.
test::Answer insist(const Shop& shop, Adventures& adventures,
                    const std::function<test::Answer(const test::HttpProbe&)>& ask);

// Status and code.
std::string outcome_of(const test::Answer& answer);

// A guest's cart with these items, ready to be ordered and paid by that simulator token.
Purchase fill_cart(const Shop& shop, Adventures& adventures,
                   const std::map<std::string, std::int64_t>& items, const std::string& token);
test::Answer place_order(const test::HttpProbe& probe, const Purchase& purchase);

// Buyers who fill carts and order, one purchase after the other, until they are sent home.
class Crowd {
public:
    Crowd(const Shop& shop, std::size_t buyers, unsigned seed);

    // Lets everybody end the purchase in hand; answers all that were made.
    std::vector<Purchase> go_home();
    std::size_t bought() const { return bought_; }
    Adventures& adventures() { return adventures_; }

private:
    void shop_on(unsigned seed);
    std::optional<Purchase> buy_something(std::minstd_rand& random);

    const Shop& shop_;
    Adventures adventures_;
    std::atomic<bool> closing_ = false;
    std::atomic<std::size_t> bought_ = 0;
    std::mutex mutex_;
    std::vector<Purchase> purchases_;
    std::vector<std::jthread> buyers_;
};

}  // namespace kontor::chaos
