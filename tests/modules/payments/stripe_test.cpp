#include "stripe_shop.hpp"

#include "platform/telemetry/metrics.hpp"
#include "stripe_protocol.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::payments;
using test::StripeShop;
using enum kontor::payments::PaymentStatus;

namespace {

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

std::int64_t captures(const std::vector<std::string>& deeds) {
    return std::ranges::count(deeds, "captured");
}

const std::vector<std::string> at_once{"created", "captured"};

}  // namespace

TEST_CASE("a good means of payment is charged at once, and the books agree") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_card_visa");
    CHECK_EQ(payment.status, captured);
    CHECK_EQ(payment.captured, payment.amount);
    CHECK_EQ(shop.deeds_about(payment), at_once);
    CHECK_EQ(shop.facts_about(payment.id), test::captured_once);
    CHECK(shop.payments->check().empty());
}

TEST_CASE("a declined card is declined in the words of the provider") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_card_chargeDeclined");
    CHECK_EQ(payment.status, declined);
    CHECK_EQ(payment.refusal, "Your card was declined.");
    CHECK_EQ(shop.facts_about(payment.id), test::declined_once);
    shop.tell_everything();
    CHECK_EQ(shop.now(payment).status, declined);
}

TEST_CASE("3-D Secure sends the customer to the bank, and the webhook tells the end") {
    for (const bool agrees : {true, false}) {
        StripeShop shop;
        const auto payment = shop.pay_by_stripe("pm_card_threeDSecure2Required");
        CHECK_EQ(payment.status, requires_action);
        const auto intent = shop.intent_of(payment);
        REQUIRE(payment.next_action);
        CHECK_EQ(payment.next_action->url, "/double/authenticate/" + intent);
        shop.stripe->books().authenticate(intent, agrees);
        CHECK_EQ(shop.now(payment).status, requires_action);
        shop.tell_everything();
        CHECK_EQ(shop.now(payment).status, agrees ? captured : declined);
        CHECK_EQ(captures(shop.deeds_about(payment)), agrees ? 1 : 0);
    }
}

TEST_CASE("a customer who does not come back leaves nothing open at the provider") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_requires_action");
    shop.payments->give_back(payment.order, "not_confirmed_in_time");
    CHECK_EQ(shop.now(payment).status, cancelled);
    CHECK_EQ(shop.deeds_about(payment), std::vector<std::string>{"created", "canceled"});
}

TEST_CASE("what is authorised is captured later, or given up") {
    StripeShop shop(CaptureMode::on_shipment);
    const auto sold = shop.pay_by_stripe("pm_card_visa");
    CHECK_EQ(sold.status, authorized);
    CHECK_EQ(shop.payments->capture(sold.order)->front().status, captured);
    CHECK_EQ(shop.deeds_about(sold), std::vector<std::string>{"created", "authorized", "captured"});

    const auto cancelled_order = shop.pay_by_stripe("pm_card_visa");
    shop.payments->give_back(cancelled_order.order, "changed_mind");
    CHECK_EQ(shop.now(cancelled_order).status, cancelled);
    CHECK_EQ(shop.deeds_about(cancelled_order),
             std::vector<std::string>{"created", "authorized", "canceled"});
    CHECK_EQ(shop.facts_about(sold.id),
             std::vector{std::string(PaymentAuthorized::name), std::string(PaymentCaptured::name)});
}

TEST_CASE("of what is authorised a part is captured, and Stripe lets the rest go") {
    StripeShop shop(CaptureMode::on_shipment);
    const auto sold = shop.pay_by_stripe("pm_card_visa");
    const platform::Money part{sold.amount.amount - 500, sold.amount.currency};
    CHECK_EQ(shop.payments->aim_capture(sold.order, part, 0).value(), part);
    const auto payment = shop.payments->capture(sold.order)->front();
    CHECK_EQ(payment.status, captured);
    CHECK_EQ(payment.captured, part);
    CHECK(shop.payments->check().empty());
}

TEST_CASE("whatever happens to the answer, money moves once and is found") {
    for (const auto* fault :
         {"answer_lost", "hang_after", "reset", "hang_before", "unavailable", "error_after"}) {
        CAPTURE(fault);
        StripeShop shop;
        const auto payment = shop.pay_by_stripe("pm_" + std::string(fault));
        CHECK_EQ(payment.status, processing);
        shop.clock.advance(std::chrono::seconds(10));
        shop.payments->work_off();
        CHECK_EQ(shop.now(payment).status, captured);
        CHECK_EQ(shop.deeds_about(payment), at_once);
        CHECK_EQ(shop.facts_about(payment.id), test::captured_once);
        CHECK(shop.payments->check().empty());
    }
}

TEST_CASE("a failure that is repeated for a day is taken for one when nothing is found") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_error_before");
    CHECK_EQ(payment.status, processing);
    CHECK_EQ(shop.payments->look_up(payment.id)->status, processing);
    shop.clock.advance(std::chrono::hours(1));
    CHECK_EQ(shop.payments->look_up(payment.id)->status, failed);
    CHECK(shop.deeds_about(payment).empty());
}

TEST_CASE("after a day a charge without an answer is searched for and not repeated") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_answer_lost");
    const auto never = shop.pay_by_stripe("pm_reset");
    shop.clock.advance(std::chrono::hours(24));
    CHECK_EQ(shop.payments->look_up(payment.id)->status, captured);
    CHECK_EQ(shop.payments->look_up(never.id)->status, failed);
    CHECK(shop.deeds_about(never).empty());
}

TEST_CASE("a webhook that comes before the answer names the charge") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_answer_lost");
    shop.tell_everything();
    CHECK_EQ(shop.now(payment).status, captured);
    CHECK_EQ(shop.facts_about(payment.id), test::captured_once);
}

TEST_CASE("a refund is made once, whatever happens to its answer") {
    for (const auto* fault : {"", "answer_lost", "error_after", "reset", "hang_after"}) {
        CAPTURE(fault);
        StripeShop shop;
        const auto payment = shop.pay_by_stripe("pm_card_visa");
        if (*fault) shop.stripe->suffer(fault, 1, "/v1/refunds");
        shop.payments->give_back(payment.order, "changed_mind");
        shop.clock.advance(std::chrono::minutes(1));
        shop.payments->work_off();
        CHECK_EQ(shop.now(payment).status, refunded);
        CHECK_EQ(std::ranges::count(shop.deeds_about(payment), "refunded"), 1);
        shop.tell_everything();
        CHECK_EQ(shop.now(payment).refunded, payment.amount);
        CHECK(shop.payments->check().empty());
    }
}

TEST_CASE("what is refunded in the provider's own books is booked here") {
    StripeShop shop;
    const auto payment = shop.pay_by_stripe("pm_card_visa");
    const auto intent = shop.intent_of(payment);
    shop.stripe->books().create_refund({{"payment_intent", intent}, {"amount", "500"}});
    shop.tell_everything();
    CHECK_EQ(shop.now(payment).refunded.amount, 500);
    shop.stripe->books().create_refund({{"payment_intent", intent}});
    shop.tell_everything();
    shop.tell_everything();
    CHECK_EQ(shop.now(payment).status, refunded);
    CHECK(shop.payments->check().empty());
}

TEST_CASE("a capture without an answer is asked for, and is one capture") {
    for (const auto* fault : {"answer_lost", "error_after", "reset"}) {
        CAPTURE(fault);
        StripeShop shop(CaptureMode::on_shipment);
        const auto payment = shop.pay_by_stripe("pm_card_visa");
        shop.stripe->suffer(fault, 1, "/v1/payment_intents/");
        shop.payments->capture(payment.order).value();
        shop.clock.advance(std::chrono::minutes(1));
        shop.payments->work_off();
        CHECK_EQ(shop.now(payment).status, captured);
        CHECK_EQ(captures(shop.deeds_about(payment)), 1);
    }
}

TEST_CASE("a webhook of another secret, another body or another time is refused unread") {
    StripeShop shop;
    const std::string body = R"({"id":"evt_1","type":"order.paid"})";
    const auto now = shop.clock.now();
    for (const auto& signature :
         {std::string(), sign_webhook("whsec_other", now, body),
          sign_webhook("whsec_double", now, body + " "),
          sign_webhook("whsec_double", now - std::chrono::seconds(301), body),
          sign_webhook("whsec_double", now + std::chrono::seconds(301), body),
          sign_webhook("", now, body)})
        CHECK_EQ(refusal_of(shop.payments->receive_webhook("stripe", signature, body)),
                 "payments.bad_signature");
    CHECK_EQ(refusal_of(shop.payments->receive_webhook(
                 "stripe", sign_webhook("whsec_double", now, "{"), "{")),
             "payments.bad_webhook");
}

TEST_CASE("events of other types and about other intents are taken and change nothing") {
    StripeShop shop;
    for (const std::string more :
         {R"("type":"invoice.paid","data":{"object":{"object":"invoice","id":"in_1"}})",
          R"("type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent",)"
          R"("id":"pi_of_somebody_else","metadata":{}}})",
          R"("type":"charge.refunded","data":{"object":{"object":"charge",)"
          R"("payment_intent":"../x"}})",
          R"("type":"x","data":[])"}) {
        const auto id = "evt_" + platform::to_string(platform::new_uuid());
        shop.tell(R"({"id":")" + id + "\"," + more + "}");
        for (int hour = 0; hour < 10; ++hour) {
            shop.payments->handle_webhooks();
            shop.clock.advance(std::chrono::hours(1));
        }
        CHECK_EQ(shop.superuser.read([&](platform::Reader& reader) {
            return *reader.one<bool>(
                "select handled_at is not null from payments.webhook_event where event_id = $1",
                id);
        }),
                 true);
    }
}

TEST_CASE("nothing to pay is not charged") {
    StripeShop shop;
    auto request = shop.by_stripe("pm_card_visa");
    request.amount.amount = 0;
    CHECK_EQ(shop.payments->pay(request)->status, captured);
    CHECK_EQ(shop.stripe->requests(), 0);
}

TEST_CASE("only the id of a PaymentMethod is taken") {
    StripeShop shop;
    for (const auto* token : {"", "tok_visa", "pm_../x", "pm_ü", "sim_ok"})
        CHECK_EQ(refusal_of(shop.payments->ready(shop.by_stripe(token))), "payments.bad_token");
    CHECK_EQ(shop.stripe->requests(), 0);
}

TEST_CASE("amounts are in the provider's units") {
    const auto units = [](std::int64_t amount, const char* currency) {
        return stripe::to_units({amount, *platform::Currency::parse(currency)});
    };
    CHECK_EQ(units(1999, "EUR"), 1999);
    CHECK_EQ(units(500, "JPY"), 500);
    CHECK_EQ(units(500, "ISK"), 50000);
    CHECK_EQ(units(50000, "MGA"), 500);
    CHECK_EQ(stripe::to_money(50000, *platform::Currency::parse("UGX")).amount, 500);
}

TEST_CASE("how the provider is doing can be read in the metrics") {
    StripeShop shop;
    platform::Metrics metrics;
    measure(metrics, *shop.payments);
    shop.pay_by_stripe("pm_answer_lost");
    const auto text = metrics.text();
    for (const auto* line : {"kontor_payment_provider_circuit{provider=\"stripe\"} 0",
                             "kontor_payment_provider_calls_in_flight{provider=\"stripe\"} 0",
                             "kontor_payment_provider_calls_failed_total{provider=\"stripe\"} 1",
                             "kontor_payment_provider_calls_refused_total{provider=\"stripe\"} 0"})
        CHECK_MESSAGE(text.find(line) != text.npos, line);
}

TEST_CASE("a key that the provider does not take leaves the outcome open") {
    auto double_ =
        std::make_unique<test::StripeDouble>(test::StripeDoubleOptions{.secret_key = "sk_another"});
    StripeShop shop(std::move(double_), CaptureMode::at_once);
    const auto payment = shop.pay_by_stripe("pm_card_visa");
    CHECK_EQ(payment.status, processing);
    CHECK(shop.deeds_about(payment).empty());
}

TEST_CASE("where nobody listens nothing is charged, the buyer is told, and then it is not tried") {
    auto gone = std::make_unique<test::StripeDouble>(test::StripeDoubleOptions{});
    const auto url = gone->url();
    gone.reset();
    test::Books books(StripeShop::config_for(url, CaptureMode::at_once));
    auto request = books.request("pm_card_visa");
    request.provider = "stripe";
    for (int attempt = 0; attempt < 5; ++attempt) {
        request.order = orders::OrderId::make();
        CHECK_FALSE(books.payments->ready(request).has_error());
        CHECK_EQ(refusal_of(books.payments->pay(request)), "payments.provider_unavailable");
        const auto payment = books.payments->payments_of(request.order).front();
        CHECK_EQ(payment.status, failed);
        CHECK_FALSE(books.token_of(payment.id));
    }
    CHECK_EQ(refusal_of(books.payments->ready(request)), "payments.provider_unavailable");
    CHECK(books.payments->provider_states().front().circuit == Circuit::open);
    books.clock.advance(std::chrono::seconds(10));
    CHECK(books.payments->provider_states().front().circuit == Circuit::half_open);
    CHECK_FALSE(books.payments->ready(request).has_error());
}

TEST_CASE(
    "what was refused before it was sent is not charged by whoever compares the books later") {
    auto gone = std::make_unique<test::StripeDouble>(test::StripeDoubleOptions{});
    const auto url = gone->url();
    gone.reset();
    test::Books books(StripeShop::config_for(url, CaptureMode::at_once));
    auto request = books.request("pm_card_visa");
    request.provider = "stripe";
    CHECK_EQ(refusal_of(books.payments->pay(request)), "payments.provider_unavailable");

    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    test::StripeDouble back(test::StripeDoubleOptions{.port = port});
    books.clock.advance(std::chrono::minutes(10));
    (void)books.payments->differences({});
    CHECK(back.requests() > 0);
    CHECK(back.books().entries().empty());
    CHECK_EQ(books.payments->payments_of(request.order).front().status, failed);
}
