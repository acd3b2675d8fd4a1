#include "cart/events.hpp"
#include "payments/events.hpp"
#include "platform/events/administration.hpp"
#include "post_office.hpp"
#include "returns/events.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

orders::OrderPlaced placed(const orders::Order& order,
                           const std::optional<auth::UserId>& customer = {}) {
    return {order.id, order.number, order.email, order.totals.total, {}, customer, {}};
}

Row only_letter(PostOffice& office) {
    REQUIRE_EQ(office.letters().size(), 1);
    return office.letters()[0];
}

}  // namespace

TEST_CASE("who registers is welcomed") {
    PostOffice office({.shop_name = "Hafen"});
    office.register_customer("ada@example.org");
    const auto letter = only_letter(office);
    CHECK_EQ(letter.kind, "welcome");
    CHECK_EQ(letter.recipient, "ada@example.org");
    CHECK_EQ(letter.subject, "Welcome to Hafen");
    CHECK(has(letter.text, "Hello Ada,"));
    CHECK_FALSE(has(letter.text, "unsubscribe"));
    CHECK(letter.message_id.ends_with("@localhost"));
}

TEST_CASE("who registers is welcomed in the language that they registered in") {
    PostOffice office;
    office.announce(auth::UserRegistered{auth::UserId::make(), "ada@example.org", "Ada", "de"});
    CHECK_EQ(only_letter(office).subject, "Willkommen bei Kontor");
}

TEST_CASE("a placed order is confirmed with its items, address and totals") {
    PostOffice office({.shop_address = {"Speicherstraße 7", "20457 Hamburg"}});
    const auto& order = office.orders.add("ada@example.org");
    office.announce(placed(order));
    const auto letter = only_letter(office);
    CHECK_EQ(letter.subject, "Your order 100042 at Kontor");
    CHECK(
        has(letter.text,
            ".\n\n2 x Mug <blue> & large (MUG-1): €20.00\n\nSubtotal: €20.00\nShipping (Standard): "
            "€4.90\nTotal: €24.90\nTax in the total: €3.98\n"));
    CHECK(has(letter.text, "Ada Buyer\n1 Test Street\n10115 Berlin\nDE\n"));
    CHECK(has(letter.text, "Kontor\nSpeicherstraße 7\n20457 Hamburg\n"));
    CHECK_FALSE(has(letter.text, "Discount"));
    CHECK_FALSE(has(letter.text, "IBAN"));
    CHECK(has(letter.html, "Mug &lt;blue&gt; &amp; large"));
}

TEST_CASE(
    "tax that is added to prices is a line of the sum, and what they contain is told below it") {
    PostOffice office;
    auto& order = office.orders.add("ada@example.org");
    order.totals = {euros(2000), euros(0), euros(490), euros(473), euros(0), euros(2963)};
    office.announce(placed(order));
    const auto letter = only_letter(office);
    CHECK(has(letter.text, "€4.90\nTax: €4.73\nTotal: €29.63\n\nWe send"));
    CHECK_FALSE(has(letter.html, "Tax in the total"));
}

TEST_CASE("the letter about an order that is paid by transfer says what to send where") {
    PostOffice office;
    auto& order = office.orders.add("ada@example.org");
    order.payment_status = orders::PaymentState::none;
    auto& payment = office.payments.add(order.id);
    payment.amount = euros(2490);
    payment.instructions = {"Hafen <GmbH>", "DE02120300000000202051",
                            "BYLADEM1001",  {},
                            "pay_1",        office.clock.now() + std::chrono::days(14)};
    office.announce(placed(order));
    const auto letter = only_letter(office);
    CHECK(has(letter.text, "Tax in the total: €3.98\n\nPlease transfer €24.90 by "));
    CHECK(has(letter.text,
              "Account holder: Hafen <GmbH>\nIBAN: DE02120300000000202051\nBIC: BYLADEM1001\n"
              "Reference: 100042\n\nWe send it to:"));
    CHECK(has(letter.html, "Hafen &lt;GmbH&gt;"));
    CHECK_FALSE(has(letter.text, "Bank:"));
}

TEST_CASE("the letter about an order that is paid says nothing of transfers") {
    PostOffice office;
    auto& order = office.orders.add("ada@example.org");
    order.payment_status = orders::PaymentState::paid;
    office.payments.add(order.id).instructions = payments::TransferInstructions{};
    office.announce(placed(order));
    CHECK_FALSE(has(only_letter(office).text, "IBAN"));
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
    const auto letter = only_letter(office);
    CHECK_EQ(letter.subject, "Your order 100042 is on its way");
    CHECK(has(letter.text, "1 x Mug"));
    CHECK(has(letter.text, "Carrier: DHL\nTracking number: JD01\n"));
}

TEST_CASE("whose order it is is known of all its letters, also of those written in one turn") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    const auto ada = office.auth.add("ada@example.org");
    const auto& item = order.items[0];
    office.announce(placed(order, ada), shipping::ShipmentShipped{shipping::ShipmentId::make(),
                                                                  order.id,
                                                                  order.checkout,
                                                                  {{item.id, item.variant_id, 1}},
                                                                  "DHL",
                                                                  "JD01"});
    CHECK_EQ(office.letters().size(), 2);
    const auto known = office.made.superuser().read([](platform::Reader& reader) {
        return reader.all<auth::UserId>(
            "select customer_id from notifications.message where customer_id is not null");
    });
    CHECK_EQ(known, std::vector{ada, ada});
}

TEST_CASE("a delivery is told, and a review asked for later where the shop wants that") {
    PostOffice office({.review_request_days = *platform::Whole<0, 365>::accept(7)});
    const auto& order = office.orders.add("ada@example.org");
    const auto& item = order.items[0];
    office.announce(orders::OrderPlaced{order.id,
                                        "100042",
                                        order.email,
                                        order.totals.total,
                                        {},
                                        office.auth.add("ada@example.org"),
                                        {}});
    for (int parcel = 0; parcel < 2; ++parcel)
        office.announce(shipping::ShipmentDelivered{
            shipping::ShipmentId::make(), order.id, {{item.id, item.variant_id, 1}}});
    REQUIRE_EQ(office.letters().size(), 4);
    CHECK_EQ(office.letters()[1].subject, "Your order 100042 has arrived");
    CHECK_EQ(office.letters()[2].kind, "review_request");
    CHECK_EQ(office.letters()[3].kind, "shipment_delivered");
    CHECK_EQ(office.notifications->send_due(), 3);
    office.clock.advance(std::chrono::days(7));
    CHECK_EQ(office.notifications->send_due(), 1);
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

TEST_CASE("a refused payment is told once an order, and not where the order stands") {
    PostOffice office;
    auto& order = office.orders.add("ada@example.org");
    const auto decline = [&] {
        office.announce(
            payments::PaymentDeclined{payments::PaymentId::make(), order.id, "card_declined"});
    };
    decline();
    decline();
    CHECK_EQ(only_letter(office).subject, "Your payment for order 100042 was refused");
    auto& standing = office.orders.add("bob@example.org");
    standing.status = orders::Status::placed;
    office.announce(payments::PaymentDeclined{payments::PaymentId::make(), standing.id, "expired"});
    CHECK_EQ(office.letters().size(), 1);
}

TEST_CASE("a refund is told with its amount") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    office.announce(payments::PaymentRefunded{payments::PaymentId::make(), order.id,
                                              payments::RefundId::make(), euros(1000), "damaged"});
    CHECK_EQ(only_letter(office).subject, "€10.00 of your order 100042 go back to you");
}

TEST_CASE("every step of a return is told") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    const auto& item = order.items[0];
    const auto id = returns::ReturnId::make();
    returns::ReturnReceived received;
    received.return_id = id;
    received.order = order.id;
    received.items.push_back({item.id, item.variant_id, 1});
    office.announce(
        returns::ReturnRequested{id, order.id, "customer", {{item.id, item.variant_id, 1, "big"}}},
        returns::ReturnApproved{id, order.id, "staff"}, received,
        returns::ReturnRejected{id, order.id, "staff", "worn out"});
    std::vector<std::string> kinds;
    for (const auto& letter : office.letters()) kinds.push_back(letter.kind);
    CHECK_EQ(kinds, std::vector<std::string>{"return_requested", "return_approved",
                                             "return_received", "return_rejected"});
    CHECK(has(office.letters()[0].text, "1 x Mug"));
    CHECK(has(office.letters()[3].text, "Reason: worn out"));
}

TEST_CASE("an approved return's letter leads to its label, also where that is made later") {
    PostOffice office;
    const auto& order = office.orders.add("ada@example.org");
    const auto id = returns::ReturnId::make();
    office.announce(
        returns::ReturnApproved{id, order.id, "staff", "/v1/return-labels/abc"},
        returns::ReturnApproved{id, order.id, "staff"},
        returns::ReturnLabelMade{id, order.id, "staff", "acme", "42", "/v1/return-labels/def"});
    const auto letters = office.letters();
    REQUIRE_EQ(letters.size(), 3);
    CHECK(has(letters[0].text, "/v1/return-labels/abc"));
    CHECK(has(letters[0].html, "/v1/return-labels/abc\""));
    CHECK_FALSE(has(letters[1].text, "label"));
    CHECK_FALSE(has(letters[1].html, "label"));
    CHECK(has(letters[2].text, "/v1/return-labels/def"));
}

TEST_CASE("who left a cart is reminded of it, with a way not to be") {
    PostOffice office;
    const auto customer = office.auth.add("ada@example.org");
    cart::CartAbandoned fact{cart::CartId::make(), customer, "ada@example.org", {}, {}};
    fact.items.push_back(
        {catalog::ProductId::make(), catalog::VariantId::make(), "Teapot", 2, euros(4900)});
    office.announce(fact);
    const auto letter = only_letter(office);
    CHECK(has(letter.text, "Hello Ada,"));
    CHECK(has(letter.text, "2 x Teapot: €49.00\n"));
    CHECK(has(letter.text, "https://shop.example/v1/unsubscribe/"));
    CHECK(has(letter.html, "/v1/unsubscribe/"));
}

TEST_CASE("an order's letters are in the language that its first one was in") {
    PostOffice office({}, "de");
    const auto customer = office.auth.add("ada@example.org");
    REQUIRE(
        office.notifications->correspondence()
            .change(customer, {.locale = platform::change_to(*platform::LanguageTag::accept("en"))})
            .has_value());
    const auto& order = office.orders.add("ada@example.org");
    const auto& other = office.orders.add("guest@example.org");
    office.announce(placed(order, customer), placed(other));
    for (const auto& one : {order, other})
        office.announce(shipping::ShipmentDelivered{
            shipping::ShipmentId::make(), one.id, {{one.items[0].id, one.items[0].variant_id, 1}}});
    std::vector<std::string> locales;
    for (const auto& letter : office.letters()) locales.push_back(letter.locale);
    CHECK_EQ(locales, std::vector<std::string>{"en", "de", "en", "de"});
}

TEST_CASE("fifty orders are confirmed with no more statements than one") {
    PostOffice office;
    const auto statements_for = [&](int orders) {
        std::vector<orders::OrderPlaced> facts;
        for (int i = 0; i < orders; ++i)
            facts.push_back(placed(office.orders.add("ada@example.org")));
        office.database.transact([&](platform::Tx& tx) { office.events.publish_all(tx, facts); });
        const auto before = office.made.pool().statistics().statements;
        office.dispatcher.step();
        return office.made.pool().statistics().statements - before;
    };
    office.dispatcher.step();
    const auto for_one = statements_for(1);
    CHECK_LE(statements_for(50), for_one);
    CHECK_EQ(office.letters().size(), 51);
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

TEST_CASE("a fact about an order that cannot be read waits, and holds up no other") {
    PostOffice office;
    orders::Order unknown;
    unknown.id = orders::OrderId::make();
    office.announce(placed(unknown), placed(office.orders.add("ada@example.org")));
    CHECK_EQ(only_letter(office).recipient, "ada@example.org");
    CHECK_EQ(platform::EventAdministration(office.own).parked(std::nullopt, 10).size(), 1);
}
