#include "stripe_company.hpp"

#include "support/http_probe.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <stdexcept>

namespace kontor::chaos {

StripeCompany::StripeCompany()
    : company_(KONTOR_STRIPE_DOUBLE, {"--port", "0", "--books", file().string()}, {}, "") {
    if (!test::eventually([&] { return company_.out().ends_with('\n'); }))
        throw std::runtime_error("the payment company does not start:\n" + company_.err());
    const auto said = company_.out();
    url_ = said.substr(said.find("http"));
    url_.pop_back();
}

test::Environment StripeCompany::environment() const {
    return {{"KONTOR_PAYMENTS_STRIPE_URL", url_},
            {"KONTOR_PAYMENTS_STRIPE_SECRET_KEY", "sk_test_double"},
            {"KONTOR_PAYMENTS_STRIPE_WEBHOOK_SECRET", "whsec_double"}};
}

void StripeCompany::report_to(const std::string& shop) const {
    const auto told =
        test::HttpProbe(url_).post("/double/webhooks",
                                   "copies=2&order=permuted&early=true&delay_ms=500&url=" + shop +
                                       "/v1/payments/webhooks/stripe",
                                   {{"Content-Type", "application/x-www-form-urlencoded"}});
    if (told.status != 200) throw std::runtime_error("the payment company: " + told.body);
}

std::vector<Taken> StripeCompany::books() const {
    std::map<std::string, Taken> orders;
    std::ifstream entries(file());
    for (std::string line; std::getline(entries, line);) {
        const auto entry = boost::json::parse(line);
        const auto deed = entry.at("deed").as_string();
        const auto amount = entry.at("amount").to_number<std::int64_t>();
        const std::string charge(entry.at_pointer("/metadata/charge").as_string());
        auto& taken = orders[charge.substr(0, charge.find(':'))];
        if (deed == "captured") {
            ++taken.charges;
            taken.kept += amount;
        } else if (deed == "refunded") {
            taken.kept -= amount;
        }
    }
    std::vector<Taken> books;
    for (auto& [order, taken] : orders) books.push_back({order, taken.charges, taken.kept});
    return books;
}

}  // namespace kontor::chaos
