// Says to a Stripe whatever the shop says, and signs and checks webhooks as the shop does, for
// those who compare it with the vendor's own programs:
//   kontor_stripe_probe requests URL KEY        every request once; prints what came of each
//   kontor_stripe_probe sign SECRET SECONDS     of the body on standard input
//   kontor_stripe_probe verify SECRET SECONDS HEADER
#include "signature.hpp"
#include "stripe.hpp"

#include <iostream>
#include <iterator>
#include <span>

using namespace kontor;
using namespace kontor::payments;

namespace {

int call_everything(const std::string& url, const std::string& key) {
    const platform::SystemClock clock;
    StripeConfig config;
    config.url = url;
    config.secret_key = key;
    config.return_url = "https://shop.example/paid";
    Stripe stripe(clock, config);
    Charge charge;
    charge.order = orders::OrderId::make();
    charge.payment = PaymentId::make();
    charge.key = charge.order.text() + ":1";
    charge.amount = {1999, *platform::Currency::parse("EUR")};
    charge.token = "pm_card_visa";
    charge.created_at = clock.now();

    const auto tell = [](const std::string& what, const auto& how) {
        std::cout << what << ": " << how << '\n';
    };
    const auto status = [](const Report& report) { return platform::enum_name(report.status); };
    const auto payer = stripe.make_payer(auth::UserId::make());
    tell("customer", payer ? *payer : payer.error().code);
    if (payer) {
        tell("keep", stripe.keep(charge.token, *payer).has_value());
        charge.payer = *payer;
    }
    const auto made = stripe.charge(charge);
    tell("charge", made ? std::string(status(*made)) : made.error().code);
    auto later = charge;
    later.capture = CaptureMode::on_shipment;
    later.key += "later";
    const auto authorized = stripe.charge(later);
    tell("charge, captured later", authorized ? status(*authorized) : "nothing");
    const bool is_known = made && !made->reference.empty();
    charge.reference = is_known ? made->reference : "pi_123";
    later.reference = is_known && authorized ? authorized->reference : "pi_123";
    tell("look up", status(stripe.look_up(charge)));
    tell("capture", status(stripe.capture(later)));
    tell("refund", static_cast<int>(stripe.refund(charge, "ref_1", {500, charge.amount.currency})));
    tell("cancel", status(stripe.cancel(later)));
    tell("forget", stripe.forget(charge.token).has_value());
    auto lost = charge;
    lost.reference.clear();
    lost.created_at -= std::chrono::hours(24);
    tell("search", status(stripe.look_up(lost)));
    return 0;
}

platform::Time at(const std::string& seconds) {
    return platform::Time(std::chrono::seconds(std::stoll(seconds)));
}

std::string standard_input() {
    return {std::istreambuf_iterator<char>(std::cin), {}};
}

}  // namespace

int main(int count, char** words) {
    const std::span arguments(words, static_cast<std::size_t>(count));
    const std::string command = count > 1 ? arguments[1] : "";
    if (command == "requests" && count == 4) return call_everything(arguments[2], arguments[3]);
    if (command == "sign" && count == 4) {
        std::cout << sign_webhook(arguments[2], at(arguments[3]), standard_input()) << '\n';
        return 0;
    }
    if (command == "verify" && count == 5) {
        const std::vector<std::string> secrets{arguments[2]};
        const bool fits = is_signed(secrets, arguments[4], standard_input(), at(arguments[3]));
        std::cout << (fits ? "fits" : "does not fit") << '\n';
        return fits ? 0 : 1;
    }
    std::cerr << "usage: kontor_stripe_probe requests URL KEY | sign SECRET SECONDS"
                 " | verify SECRET SECONDS HEADER\n";
    return 2;
}
