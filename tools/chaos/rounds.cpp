#include "rounds.hpp"

#include "audit.hpp"
#include "books.hpp"
#include "watch.hpp"

#include <algorithm>
#include <latch>
#include <set>

namespace kontor::chaos {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::Answer;
using test::HttpProbe;

namespace {

std::vector<Good> goods() {
    std::vector<Good> goods;
    for (int number = 0; number < 60; ++number)
        goods.push_back({"PLENTY-" + std::to_string(number), 1'000'000});
    for (int number = 0; number < 20; ++number)
        goods.push_back({"HOT-" + std::to_string(number), 5});
    return goods;
}

void sleep_for(std::chrono::duration<double> time) {
    std::this_thread::sleep_for(time);
}

// Runs all at the same moment, each on a thread of its own.
void at_once(std::size_t times, const std::function<void(std::size_t)>& act) {
    std::latch ready(static_cast<std::ptrdiff_t>(times));
    std::vector<std::jthread> threads;
    for (std::size_t time = 0; time < times; ++time)
        threads.emplace_back([&, time] {
            ready.arrive_and_wait();
            act(time);
        });
}

void expect_good_end(Shop& shop, Report& report) {
    const auto status = shop.close();
    report.expect("asked to end, the shop ends well", status == 0,
                  "status " + std::to_string(status));
}

}  // namespace

Report last_pieces() {
    constexpr std::size_t buyers = 200;
    const Shop shop({{"LAST", 50}});
    Adventures adventures;
    Report report;
    std::vector<Purchase> purchases(buyers);
    for (auto& purchase : purchases)
        purchase = fill_cart(shop, adventures, {{"LAST", 1}}, "sim_ok");
    at_once(buyers, [&](std::size_t buyer) {
        auto& purchase = purchases[buyer];
        purchase.answer = insist(
            shop, adventures, [&](const HttpProbe& probe) { return place_order(probe, purchase); });
    });
    Tally answers;
    bool clean = true;
    for (const auto& [cart, headers, email, body, items, answer] : purchases) {
        answers.count(outcome_of(answer));
        const auto type = answer.headers.find("content-type");
        clean &= answer.status != 409 || (type != answer.headers.end() &&
                                          type->second.starts_with("application/problem+json") &&
                                          answer.json().as_object().contains("available"));
    }
    report.expect("50 pieces make 50 orders", answers.of("201") == 50, answers.text());
    report.expect("the other 150 are told: insufficient_stock",
                  answers.of("409 insufficient_stock") == 150 && clean,
                  clean ? "problem documents with what is available" : "not so cleanly");
    audit(shop, purchases, adventures, report);
    return report;
}

Report doubled() {
    constexpr std::size_t times = 50;
    const Shop shop({{"PLENTY", 1000}});
    Adventures adventures;
    Report report;
    std::vector<Purchase> purchases;
    std::vector<std::string> differing, several;
    std::set<std::string> orders;
    for (std::size_t time = 0; time < times; ++time) {
        const auto purchase = fill_cart(shop, adventures, {{"PLENTY", 1}}, "sim_ok");
        auto other = purchase;
        other.headers["Idempotency-Key"] += "-other";
        // Two with the first key, one with another, all at the same moment.
        std::vector<Purchase> tries{purchase, purchase, other};
        at_once(tries.size(), [&](std::size_t number) {
            tries[number].answer = insist(shop, adventures, [&](const HttpProbe& probe) {
                return place_order(probe, tries[number]);
            });
        });
        std::set<std::string> own;
        for (const auto& made : tries)
            own.insert(made.answer.status == 201 ? made.answer.text("/id")
                                                 : outcome_of(made.answer));
        if (tries[0].answer.body != tries[1].answer.body) differing.push_back(purchase.cart);
        if (own.size() != 1) several.push_back(purchase.cart);
        orders.merge(own);
        purchases.push_back(tries[0]);
    }
    report.expect("50 purchases, completed three times each, make 50 orders",
                  orders.size() == times, std::to_string(orders.size()) + " orders");
    report.expect_none("the same key gets the same answer at the same moment", differing,
                       std::to_string(times) + " pairs, byte by byte");
    report.expect_none("another key gets the same order", several, std::to_string(times));
    audit(shop, purchases, adventures, report);
    return report;
}

Report kills(unsigned seed, int times) {
    Shop shop(goods());
    Report report;
    std::minstd_rand random(seed);
    std::uniform_real_distribution<double> moment(0.5, 4.0);
    Crowd crowd(shop, 32, seed);
    for (int time = 1; time <= times; ++time) {
        sleep_for(std::chrono::duration<double>(moment(random)));
        const auto before = crowd.bought();
        shop.kill();
        const bool both = time % 3 == 2;
        if (both) shop.kill_database();
        const auto killed = steady_clock::now();
        shop.open();
        const auto open = seconds_since(killed);
        const auto reached = crowd.bought();
        test::eventually([&] { return crowd.bought() > reached; }, std::chrono::seconds(120));
        report.note(both ? "kill -9, and PostgreSQL with it" : "kill -9",
                    "after " + std::to_string(before) + " answers; open again after " + open +
                        ", next answer after " + seconds_since(killed));
    }
    sleep_for(std::chrono::seconds(2));
    const auto closing = steady_clock::now();
    const auto purchases = crowd.go_home();
    report.note("the last buyer has an answer after", seconds_since(closing));
    audit(shop, purchases, crowd.adventures(), report);
    expect_good_end(shop, report);
    return report;
}

Report database(unsigned seed) {
    Shop shop(goods());
    Report report;
    Crowd crowd(shop, 16, seed);
    Watch watch(shop);
    const auto fail = [&](const std::string& how, const std::function<void()>& act) {
        sleep_for(std::chrono::seconds(2));
        act();
        const auto back = steady_clock::now();
        watch.wait_until_well();
        const auto found = seconds_since(back);
        const auto reached = crowd.bought();
        test::eventually([&] { return crowd.bought() > reached; }, std::chrono::seconds(60));
        report.note(how, "browsing again " + found + ", buying again " + seconds_since(back) +
                             " after it was back");
    };
    const auto down_for_a_while = [&] {
        sleep_for(std::chrono::seconds(2));
        shop.start_database();
    };
    fail("PostgreSQL stopped at once for 2 s", [&] {
        shop.stop_database();
        down_for_a_while();
    });
    fail("PostgreSQL killed, down for 2 s", [&] {
        shop.kill_database();
        down_for_a_while();
    });
    fail("all connections cut, 10 times in a second", [&] {
        Books books(shop.dsn());
        for (int time = 0; time < 10; ++time) {
            books.cut_connections();
            sleep_for(milliseconds(100));
        }
    });
    sleep_for(std::chrono::seconds(1));
    report.expect("the process stays", shop.running(), shop.running() ? "it runs" : "it ended");
    const auto purchases = crowd.go_home();
    watch.end();
    report.expect("meanwhile browsers get 503 with Retry-After, and /healthz 200",
                  watch.defects().text() == "none",
                  watch.answers().text() + "; defects: " + watch.defects().text());
    report.expect("no buyer's connection was lost",
                  crowd.adventures().troubles.of("lost connection") == 0,
                  crowd.adventures().troubles.text());
    audit(shop, purchases, crowd.adventures(), report);
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
