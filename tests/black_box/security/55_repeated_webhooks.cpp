#include "stripe_double.hpp"
#include "webhook_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json/value.hpp>

#include <algorithm>
#include <thread>

namespace kontor::test {

namespace {

// The same message ten times at once.
void tell_ten_times(const Sender& sender, const Message& message) {
    const auto headers = sender.headers(message);
    std::vector<int> statuses(10);
    {
        std::vector<std::jthread> deliveries;
        for (auto& status : statuses)
            deliveries.emplace_back(
                [&] { status = webhook_shop().tell(sender, message, headers).status; });
    }
    CHECK(statuses == std::vector<int>(10, 200));
}

// A shop that is paid through a company that speaks Stripe's API. Only its messages settle
// anything.
struct StripeShop {
    StripeDouble stripe{{}};
    OpenShop shop{{{"KONTOR_PAYMENTS_STRIPE_URL", stripe.url()},
                   {"KONTOR_PAYMENTS_STRIPE_SECRET_KEY", "sk_test_double"},
                   {"KONTOR_PAYMENTS_STRIPE_WEBHOOK_SECRET", "whsec_double"},
                   {"KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS", "86400"}}};

    // The customer has agreed at the bank, and the shop does not know it yet.
    void pay() {
        const auto cart = shop.cart();
        REQUIRE(cart.put_in(R"({"sku":")" + shop.sku + R"(","quantity":1})").status < 300);
        const auto begun = cart.guest.post(
            "/v1/orders",
            R"({"cart_id":")" + cart.id +
                R"(","email":"guest@example.org","shipping_address":{"name":"Grace Guest",)"
                R"("line1":"Quay 1","city":"Hamburg","postal_code":"20457","country":"DE"},)"
                R"("payment":{"provider":"stripe","token":"pm_requires_action"}})",
            {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
        REQUIRE_MESSAGE(begun.status == 202, begun.body);
        stripe.books().authenticate(stripe.books().entries().back().intent, true);
    }
    std::int64_t count(const std::string& rows) {
        return shop.database().superuser().read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>("select count(*) from " + rows).value();
        });
    }
    // The same message ten times at once.
    void tell_ten_times(const SignedWebhook& message) const {
        std::vector<int> statuses(10);
        {
            std::vector<std::jthread> deliveries;
            for (auto& status : statuses)
                deliveries.emplace_back([&] {
                    status = shop.stranger()
                                 .post("/v1/payments/webhooks/stripe", message.body,
                                       {{"Stripe-Signature", message.signature}})
                                 .status;
                });
        }
        CHECK(statuses == std::vector<int>(10, 200));
    }
};

}  // namespace

TEST_CASE("55: what Stripe tells ten times at once is booked once") {
    StripeShop both;
    const std::string booked = "payments.ledger_transaction where kind = 'capture'";
    both.pay();
    const auto messages = both.stripe.take_webhooks();
    const auto settled = std::ranges::find_if(messages, [](const SignedWebhook& message) {
        return message.body.find(R"("type":"payment_intent.succeeded")") != std::string::npos;
    });
    REQUIRE(settled != messages.end());
    CHECK(both.count(booked) == 0);
    both.tell_ten_times(*settled);
    CHECK(eventually([&] { return both.count(booked) == 1; }));
    both.tell_ten_times(*settled);
    CHECK(both.count("payments.webhook_event where handled_at is null") == 0);
    CHECK(both.count("payments.webhook_event") == 1);
    CHECK(both.count(booked) == 1);
    CHECK(eventually(
        [&] { return both.count("orders.customer_order where payment_status = 'paid'") == 1; }));
}

TEST_CASE("55: what a payment provider tells ten times at once is booked once") {
    auto& shop = webhook_shop();
    const auto sale = shop.unsettled_order();
    const auto path = "/v1/admin/orders/" + sale.order;
    const std::string booked = "payments.ledger_transaction where kind = 'capture'";
    const auto before = shop.count(booked);
    REQUIRE(shop.staff().get(path).text("/payment_status") == "none");
    tell_ten_times(senders().at(0), sale.captured);
    CHECK(eventually([&] { return shop.staff().get(path).text("/payment_status") == "paid"; }));
    tell_ten_times(senders().at(0), sale.captured);
    CHECK(shop.kept(senders().at(0), sale.captured.id) == 1);
    CHECK(shop.count(booked) == before + 1);
}

TEST_CASE("55: what a carrier tells ten times at once moves the shipment once") {
    auto& shop = webhook_shop();
    const auto parcel = shop.shipment_under_way();
    tell_ten_times(senders().at(2), parcel.delivered);
    const auto shipment = shop.staff().get("/v1/admin/shipments/" + parcel.shipment);
    CHECK(shipment.text("/status") == "delivered");
    const auto told = shipment.json();
    CHECK(told.at("tracking").as_array().size() == 1);
    CHECK(std::ranges::count_if(told.at("history").as_array(), [](const auto& entry) {
              return entry.at("after") == "delivered";
          }) == 1);
}

TEST_CASE("55: a message of a type that the shop does not know is taken, and kept once") {
    auto& shop = webhook_shop();
    for (const auto& sender : senders()) {
        const auto message = sender.of_unknown_type();
        tell_ten_times(sender, message);
        CAPTURE(sender.path);
        CHECK(shop.kept(sender, message.id) == 1);
    }
}

}  // namespace kontor::test
