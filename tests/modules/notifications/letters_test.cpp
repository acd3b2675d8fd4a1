#include "platform/events/administration.hpp"
#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

orders::OrderPlaced placed(const orders::Order& order) {
    return {order.id, order.number, order.email, order.totals.total, {}};
}

}  // namespace

TEST_CASE("who registers is welcomed") {
    PostOffice office({.shop_name = "Hafen"});
    office.register_customer("ada@example.org");
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.kind, "welcome");
    CHECK_EQ(letter.recipient, "ada@example.org");
    CHECK_EQ(letter.subject, "Welcome to Hafen");
    CHECK(has(letter.text, "Hello Ada,"));
    CHECK(letter.message_id.ends_with("@localhost"));
}

TEST_CASE("a placed order is confirmed with its items, address and totals") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    office.announce(placed(order));
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.subject, "Your order 100042 at Kontor");
    CHECK(has(letter.text, "2 x Mug <blue> & large (MUG-1): 20.00 EUR\n"));
    CHECK(has(letter.text, "Shipping (Standard): 4.90 EUR\nTax: 3.98 EUR\nTotal: 24.90 EUR\n"));
    CHECK(has(letter.text, "Ada Buyer\n1 Test Street\n10115 Berlin\nDE\n"));
    CHECK_FALSE(has(letter.text, "Discount"));
    CHECK(has(letter.html, "Mug &lt;blue&gt; &amp; large"));
}

TEST_CASE("a shipment is announced with what is in it and how to find it") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    const auto& item = order.items[0];
    office.announce(shipping::ShipmentShipped{shipping::ShipmentId::make(),
                                              order.id,
                                              order.checkout,
                                              {{item.id, item.variant_id, 1}},
                                              "DHL",
                                              "JD01"});
    REQUIRE_EQ(office.letters().size(), 1);
    const auto letter = office.letters()[0];
    CHECK_EQ(letter.subject, "Your order 100042 is on its way");
    CHECK(has(letter.text, "1 x Mug"));
    CHECK(has(letter.text, "Carrier: DHL\nTracking number: JD01\n"));
}

TEST_CASE("a cancellation is told where there was an order, or where it was sold out") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    const auto cancel = [&](const std::string& reason, bool was_placed) {
        office.announce(orders::OrderCancelled{order.id, order.checkout, reason, was_placed});
    };
    cancel("payment_refused", false);
    CHECK(office.letters().empty());
    cancel("stock_unavailable", false);
    cancel("changed_mind", true);
    REQUIRE_EQ(office.letters().size(), 2);
    CHECK(has(office.letters()[0].text, "sold out"));
    CHECK_FALSE(has(office.letters()[1].text, "sold out"));
}

TEST_CASE("facts that are replayed write no second letter") {
    PostOffice office;
    office.register_customer("ada@example.org");
    platform::EventAdministration(office.own)
        .replay("notifications.letters", platform::Time{})
        .value();
    office.dispatcher.drain();
    CHECK_EQ(office.letters().size(), 1);
}

TEST_CASE("a fact about an order that cannot be read waits instead of being lost") {
    PostOffice office;
    orders::Order unknown;
    unknown.id = orders::OrderId::make();
    office.announce(placed(unknown));
    CHECK(office.letters().empty());
    CHECK_EQ(platform::EventAdministration(office.own).parked(std::nullopt, 10).size(), 1);
}
