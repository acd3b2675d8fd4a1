#include "audit.hpp"
#include "rounds.hpp"
#include "stage.hpp"

#include <set>

namespace kontor::chaos {

using test::HttpProbe;

Report doubled() {
    constexpr std::size_t times = 50;
    const Shop shop({{"PLENTY", 1000}});
    Adventures adventures;
    Report report;
    std::vector<Purchase> purchases;
    std::vector<std::string> differing, several;
    std::set<std::string> orders;
    for (std::size_t time = 0; time < times; ++time) {
        const auto purchase = fill_cart(shop, adventures, {{"PLENTY", 1}}, {"sim_ok"});
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

}  // namespace kontor::chaos
