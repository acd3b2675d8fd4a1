#include "audit.hpp"
#include "rounds.hpp"
#include "stage.hpp"

namespace kontor::chaos {

using test::HttpProbe;

Report last_pieces() {
    constexpr std::size_t buyers = 200;
    const Shop shop({{"LAST", 50}});
    Adventures adventures;
    Report report;
    std::vector<Purchase> purchases(buyers);
    for (auto& purchase : purchases)
        purchase = fill_cart(shop, adventures, {{"LAST", 1}}, {"sim_ok"});
    at_once(buyers, [&](std::size_t buyer) {
        auto& purchase = purchases[buyer];
        purchase.answer = insist(
            shop, adventures, [&](const HttpProbe& probe) { return place_order(probe, purchase); });
    });
    Tally answers;
    bool clean = true;
    for (const auto& purchase : purchases) {
        const auto& answer = purchase.answer;
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

}  // namespace kontor::chaos
