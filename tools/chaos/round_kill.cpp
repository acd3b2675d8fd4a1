#include "audit.hpp"
#include "rounds.hpp"
#include "stage.hpp"
#include "watch.hpp"

namespace kontor::chaos {

using std::chrono::steady_clock;

namespace {

struct Times {
    Durations open;
    Durations next_answer;
};

void kill_and_open(Shop& shop, const Crowd& crowd, bool database_too, Times& times) {
    shop.kill();
    if (database_too) shop.kill_database();
    const auto killed = steady_clock::now();
    shop.open();
    times.open.add_since(killed);
    const auto reached = crowd.bought();
    test::eventually([&] { return crowd.bought() > reached; }, std::chrono::seconds(120));
    times.next_answer.add_since(killed);
}

void note(Report& report, const std::string& what, const Times& times) {
    if (times.open.count() == 0) return;
    report.note(std::to_string(times.open.count()) + " x " + what,
                "open again after " + times.open.text() + "; next answer to a buyer after " +
                    times.next_answer.text());
}

}  // namespace

Report kills(unsigned seed, int times) {
    // Whoever was cut off waits for five seconds instead of twenty: more of them are cut off.
    Shop shop(many_goods(), {{"KONTOR_CHECKOUT_CLAIM_SECONDS", "5"}});
    Report report;
    std::minstd_rand random(seed);
    std::uniform_real_distribution<double> moment(0.3, 3.0);
    Crowd crowd(shop, 96, seed);
    Inspection inspection(shop);
    Times alone, both;
    for (int time = 1; time <= times; ++time) {
        sleep_for(std::chrono::duration<double>(moment(random)));
        const bool database_too = time % 5 == 2;
        kill_and_open(shop, crowd, database_too, database_too ? both : alone);
    }
    note(report, "kill -9", alone);
    note(report, "kill -9, of PostgreSQL as well", both);
    sleep_for(std::chrono::seconds(2));
    const auto closing = steady_clock::now();
    const auto purchases = crowd.go_home();
    report.note("the last buyer has an answer after", seconds_since(closing));
    inspection.end(report);
    audit(shop, purchases, crowd.adventures(), report, {.database_crashed = true});
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
