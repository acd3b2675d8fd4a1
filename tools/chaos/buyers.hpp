// People who buy and do not take a lost connection for an answer.
#pragma once

#include "journal.hpp"
#include "shop.hpp"

#include <atomic>
#include <functional>
#include <map>
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

// What a buyer met on the way to the answers.
struct Adventures {
    Tally defects;   // what no shop may answer
    Tally troubles;  // lost connections, 503: a reason to ask again
};

constexpr std::int64_t price = 1000;  // of each piece of everything

// Whether that is what a buyer is answered whose cart was lost, or lost something, in a crash of
// PostgreSQL: it may.
bool tells_of_lost_cart(const std::string& outcome);

// Asks until there is a definite answer: after a lost connection, a 503 and "in progress" again.
test::Answer insist(const Shop& shop, Adventures& adventures,
                    const std::function<test::Answer(const test::HttpProbe&)>& ask);

// Status and code.
std::string outcome_of(const test::Answer& answer);

using Items = std::vector<std::pair<std::string, std::int64_t>>;  // SKU and quantity

// Of payment.
struct Means {
    std::string token;
    std::string provider = "simulator";
};

// A guest's cart with these items, put in one after the other, ready to be ordered and paid.
Purchase fill_cart(const Shop& shop, Adventures& adventures, const Items& items,
                   const Means& means);
test::Answer place_order(const test::HttpProbe& probe, const Purchase& purchase);

// What a buyer has in mind.
struct Wish {
    Items items;
    Means means{"sim_ok"};
    bool cancels = false;  // as soon as the order is placed
};
using Habit = std::function<Wish(const std::vector<Good>&, std::minstd_rand&)>;

// Two articles. Most pay at once; the others take every other way that a payment may go, and some
// cancel.
Wish any_wish(const std::vector<Good>& goods, std::minstd_rand& random);

// Orders what is in the cart until there is a definite answer, acts where the payment asks for it,
// and cancels if that is the wish. The journal knows each step before it is taken.
void buy(const Shop& shop, Adventures& adventures, Journal& journal, Purchase& purchase,
         bool cancels);

// Buyers who fill carts and order, one purchase after the other, until they are sent home.
class Crowd {
public:
    Crowd(const Shop& shop, std::size_t buyers, unsigned seed, Habit habit = any_wish);

    // Lets everybody end the purchase in hand; answers all that were made, from the journal.
    std::vector<Purchase> go_home();
    std::size_t bought() const { return bought_; }
    Adventures& adventures() { return adventures_; }

private:
    void shop_on(unsigned seed);
    void buy_something(std::minstd_rand& random);

    const Shop& shop_;
    Habit habit_;
    Adventures adventures_;
    Journal journal_;
    std::atomic<bool> closing_ = false;
    std::atomic<std::size_t> bought_ = 0;
    std::vector<std::jthread> buyers_;
};

}  // namespace kontor::chaos
