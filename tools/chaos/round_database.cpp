#include "audit.hpp"
#include "books.hpp"
#include "rounds.hpp"
#include "stage.hpp"
#include "watch.hpp"

namespace kontor::chaos {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds measured{10};

class Failures {
public:
    Failures(Shop& shop, const Crowd& crowd, const Watch& watch)
        : shop_(shop), crowd_(crowd), watch_(watch) {}

    void stop() {
        shop_.stop_database();
        sleep_for(std::chrono::seconds(1));
        shop_.start_database();
        see_it_return(stopped_);
    }
    void kill() {
        shop_.kill_database();
        sleep_for(std::chrono::seconds(1));
        shop_.start_database();
        see_it_return(killed_);
    }
    void cut(std::chrono::seconds time) {
        Books books(shop_.dsn());
        const auto end = steady_clock::now() + time;
        for (; steady_clock::now() < end; ++cuts_) {
            books.cut_connections();
            sleep_for(milliseconds(100));
        }
        see_it_return(cut_);
    }
    void report(Report& report) const {
        note(report, "PostgreSQL stopped at once for a second", stopped_);
        note(report, "PostgreSQL killed, down for a second", killed_);
        note(report, std::to_string(cuts_) + " times all connections cut, ten a second", cut_);
    }

private:
    struct Returns {
        Durations browsing;
        Durations buying;
    };
    void see_it_return(Returns& returns) const {
        const auto back = steady_clock::now();
        watch_.wait_until_well();
        returns.browsing.add_since(back);
        const auto reached = crowd_.bought();
        test::eventually([&] { return crowd_.bought() > reached; }, std::chrono::seconds(60));
        returns.buying.add_since(back);
    }
    static void note(Report& report, const std::string& what, const Returns& returns) {
        report.note(std::to_string(returns.browsing.count()) + " x " + what,
                    "browsing again after " + returns.browsing.text() + "; buying again after " +
                        returns.buying.text());
    }

    Shop& shop_;
    const Crowd& crowd_;
    const Watch& watch_;
    Returns stopped_, killed_, cut_;
    std::size_t cuts_ = 0;
};

}  // namespace

Report database(unsigned seed, int times) {
    Shop shop(many_goods(), {{"KONTOR_CHECKOUT_CLAIM_SECONDS", "5"}});
    Report report;
    Crowd crowd(shop, 16, seed);
    Watch watch(shop);
    Inspection inspection(shop);
    sleep_for(std::chrono::seconds(5));
    const auto before = purchases_a_second(crowd, measured);

    Failures failures(shop, crowd, watch);
    for (int time = 0; time < times; ++time) {
        failures.stop();
        sleep_for(std::chrono::seconds(1));
        failures.kill();
        sleep_for(std::chrono::seconds(1));
    }
    failures.cut(std::chrono::seconds(10));
    sleep_for(std::chrono::seconds(15));
    note_throughput(report, "buying before, and from 15 s after the last failure", before,
                    purchases_a_second(crowd, measured));
    failures.report(report);

    report.expect("the process stays", shop.running(), shop.running() ? "it runs" : "it ended");
    const auto purchases = crowd.go_home();
    watch.end();
    report.expect("meanwhile browsers get 503 with Retry-After, and /healthz 200",
                  watch.defects().text() == "none",
                  watch.answers().text() + "; defects: " + watch.defects().text());
    report.expect("no buyer's connection was lost",
                  crowd.adventures().troubles.of("lost connection") == 0,
                  crowd.adventures().troubles.text());
    inspection.end(report);
    audit(shop, purchases, crowd.adventures(), report, {.database_crashed = true});
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
