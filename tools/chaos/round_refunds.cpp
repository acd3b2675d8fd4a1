#include "audit.hpp"
#include "rounds.hpp"
#include "stage.hpp"

#include <boost/json/serialize.hpp>

namespace kontor::chaos {

using test::Answer;
using test::HttpProbe;

namespace {

constexpr std::size_t at_one_time = 20;

Answer refund(const Shop& shop, Adventures& adventures, const Purchase& purchase,
              test::Headers staff, std::size_t number) {
    const auto order = purchase.answer.text("/id");
    staff["Idempotency-Key"] = order + "-" + std::to_string(number);
    const auto body = boost::json::serialize(boost::json::value{
        {"amount", purchase.answer.json().at_pointer("/totals/total")}, {"reason", "goodwill"}});
    return insist(shop, adventures, [&](const HttpProbe& probe) {
        return probe.post("/v1/admin/orders/" + order + "/refunds", body, staff);
    });
}

}  // namespace

Report refunds() {
    Shop shop({{"PLENTY", 1000}});
    const auto staff = shop.staff();
    Adventures adventures;
    Report report;
    Journal journal(shop.journal());
    Tally answers;
    for (std::size_t order = 0; order < 10; ++order) {
        auto purchase = fill_cart(shop, adventures, {{"PLENTY", 1}}, {"sim_ok"});
        buy(shop, adventures, journal, purchase, false);
        at_once(at_one_time, [&](std::size_t number) {
            const auto answer = refund(shop, adventures, purchase, staff, number);
            answers.count(outcome_of(answer));
        });
        purchase.refunded = purchase.answer.number("/totals/total/amount");
        journal.write(purchase);
    }
    report.expect("M5: one of 20 refunds of a whole order is taken, 19 are refused",
                  answers.of("201") == 10, "10 orders: " + answers.text());
    audit(shop, journal.purchases(), adventures, report);
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
