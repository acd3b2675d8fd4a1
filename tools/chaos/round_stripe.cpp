#include "audit.hpp"
#include "rounds.hpp"
#include "stage.hpp"
#include "stripe_company.hpp"
#include "watch.hpp"

#include <array>

namespace kontor::chaos {

namespace {

// Half of all purchases meet a company in trouble, in each way of tests/support/stripe but one: who
// is answered 500 for what was not done is asked for an hour whether it was.
Wish paid_by_stripe(const std::vector<Good>& goods, std::minstd_rand& random) {
    constexpr std::array troubles{"answer_lost", "error_after", "hang_after", "reset",
                                  "hang_before", "unavailable", "declined"};
    auto wish = any_wish(goods, random);
    const auto choice =
        std::uniform_int_distribution<std::size_t>(0, 2 * troubles.size() - 1)(random);
    const std::string trouble = choice < troubles.size() ? troubles.at(choice) : "good";
    wish.means = {"pm_card_" + trouble, "stripe"};
    return wish;
}

}  // namespace

Report stripe(unsigned seed) {
    const StripeCompany company;
    auto environment = company.environment();
    environment["KONTOR_CHECKOUT_CLAIM_SECONDS"] = "5";
    environment["KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS"] = "3";
    environment["KONTOR_PAYMENTS_STRIPE_DEADLINE_MS"] = "2000";
    environment["KONTOR_PAYMENTS_STRIPE_FAILURES_TO_OPEN"] = "20";
    environment["KONTOR_PAYMENTS_STRIPE_OPEN_SECONDS"] = "1";
    Shop shop(many_goods(), environment);
    company.report_to(shop.address());
    Report report;
    std::minstd_rand random(seed);
    Crowd crowd(shop, 32, seed, paid_by_stripe);
    Inspection inspection(shop);
    for (int time = 0; time < 4; ++time) {
        sleep_for(std::chrono::duration<double>(
            std::uniform_real_distribution<double>(5.0, 9.0)(random)));
        shop.kill();
        shop.open();
        company.report_to(shop.address());
    }
    sleep_for(std::chrono::seconds(5));
    const auto purchases = crowd.go_home();
    inspection.end(report);
    audit(shop, purchases, crowd.adventures(), report,
          {.provider = [&] { return company.books(); }});
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
