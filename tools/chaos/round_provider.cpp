#include "audit.hpp"
#include "books.hpp"
#include "provider.hpp"
#include "rounds.hpp"
#include "stage.hpp"
#include "watch.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace kontor::chaos {

namespace {

using std::chrono::steady_clock;

// Three of four purchases meet a provider in trouble.
Wish with_trouble(const std::vector<Good>& goods, std::minstd_rand& random) {
    constexpr std::array tokens{"sim_ok",   "sim_timeout",         "sim_error",
                                "sim_slow", "sim_requires_action", "sim_duplicate_webhook",
                                "sim_ok",   "sim_declined"};
    auto wish = any_wish(goods, random);
    wish.means.token =
        tokens.at(std::uniform_int_distribution<std::size_t>(0, tokens.size() - 1)(random));
    return wish;
}

// Says of every charge that it was made, authorised and taken, twice each, in any order, some at
// once and some seconds late; for as long as it lives.
class Postman {
public:
    Postman(const Shop& shop, Adventures& adventures, unsigned seed)
        : shop_(shop), adventures_(adventures), random_(seed), thread_([this] { walk(); }) {}
    ~Postman() { ending_ = true; }
    Postman(const Postman&) = delete;

    // Delivers what is left.
    std::size_t end() {
        ending_ = true;
        thread_.join();
        return delivered_;
    }

private:
    void walk();
    void collect();

    const Shop& shop_;
    Adventures& adventures_;
    std::minstd_rand random_;
    std::multimap<steady_clock::time_point, Notice> bag_;
    std::set<std::string> known_;
    std::size_t delivered_ = 0;
    std::atomic<bool> ending_ = false;
    std::jthread thread_;
};

void Postman::collect() {
    try {
        for (const auto& charge : Books(shop_.dsn()).charges()) {
            if (!known_.insert(charge).second) continue;
            for (const auto* type : {"charge.created", "charge.authorized", "charge.captured"}) {
                const std::chrono::milliseconds late(
                    std::uniform_int_distribution(0, 3000)(random_));
                const Notice notice{"evt_" + charge + "_" + type, type, charge};
                bag_.emplace(steady_clock::now() + late, notice);
                bag_.emplace(steady_clock::now() + late / 2, notice);
            }
        }
    } catch (const std::runtime_error&) {
        // The database is away.
    }
}

void Postman::walk() {
    while (!ending_ || !bag_.empty()) {
        if (!ending_) collect();
        while (!bag_.empty() && (ending_ || bag_.begin()->first <= steady_clock::now())) {
            tell(shop_, adventures_, bag_.extract(bag_.begin()).mapped());
            ++delivered_;
        }
        sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

Report provider(unsigned seed) {
    Shop shop(many_goods(), {{"KONTOR_CHECKOUT_CLAIM_SECONDS", "5"},
                             {"KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS", "3"}});
    Report report;
    std::minstd_rand random(seed);
    Crowd crowd(shop, 32, seed, with_trouble);
    Postman postman(shop, crowd.adventures(), seed);
    Inspection inspection(shop);
    for (int time = 0; time < 4; ++time) {
        sleep_for(std::chrono::duration<double>(
            std::uniform_real_distribution<double>(4.0, 8.0)(random)));
        shop.kill();
        shop.open();
    }
    sleep_for(std::chrono::seconds(5));
    const auto purchases = crowd.go_home();
    report.note("webhooks, each twice and in any order", std::to_string(postman.end()));
    inspection.end(report);
    audit(shop, purchases, crowd.adventures(), report);
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
