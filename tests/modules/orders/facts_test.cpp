#include "fixture.hpp"
#include "inventory/events.hpp"
#include "payments/events.hpp"
#include "payments/module.hpp"
#include "returns/events.hpp"
#include "shipping/events.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::orders;

namespace {

// A placed order and the facts of other modules about it.
struct Placed : Fixture {
    NewOrder wanted = some_order();
    platform::Database money = tables.database("payments");
    std::unique_ptr<payments::Payments> payments =
        payments::make_payments(money, events, clock, {.simulator = true});
    platform::Dispatcher dispatcher{events, own, clock};

    Placed() {
        subscribe(dispatcher, database, events, clock, *payments);
        const auto pending = orders->place_pending(wanted).value();
        static_cast<void>(orders->place(pending, wanted.owner, wanted.totals.total));
    }

    template <platform::Fact Fact>
    void hear(const Fact& fact) {
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
        dispatcher.drain();
    }

    std::vector<shipping::ShippedItem> items(std::size_t count) const {
        std::vector<shipping::ShippedItem> items;
        for (std::size_t index = 0; index < count; ++index)
            items.push_back({wanted.items[index].id, wanted.items[index].variant_id,
                             wanted.items[index].quantity});
        return items;
    }

    Order now() { return *orders->order(wanted.id, std::nullopt); }
};

}  // namespace

TEST_CASE_FIXTURE(Placed, "shipping a part, the rest, and delivering both completes the order") {
    const auto first = shipping::ShipmentId::make();
    hear(shipping::ShipmentShipped{first, wanted.id, wanted.checkout, items(1), "DHL", "42"});
    CHECK(now().fulfilment_status == FulfilmentState::partial);

    auto rest = items(2);
    rest.erase(rest.begin());
    const auto second = shipping::ShipmentId::make();
    hear(shipping::ShipmentShipped{second, wanted.id, wanted.checkout, rest, {}, {}});
    CHECK(now().fulfilment_status == FulfilmentState::shipped);
    CHECK(now().status == Status::placed);

    hear(shipping::ShipmentDelivered{first, wanted.id, items(1)});
    CHECK(now().status == Status::placed);
    hear(shipping::ShipmentDelivered{second, wanted.id, rest});
    CHECK(now().fulfilment_status == FulfilmentState::delivered);
    CHECK(now().status == Status::completed);
    CHECK(announced().back() == "orders.order_completed.v1");
}

TEST_CASE_FIXTURE(Placed, "an order waits for goods as long as its holder is told to") {
    const inventory::HolderId holder(wanted.checkout);
    const auto& variant = wanted.items[0].variant_id;
    hear(inventory::BackorderChanged{inventory::HolderId::make(), {{variant, 1}}});
    hear(inventory::BackorderChanged{holder, {}});
    CHECK(now().fulfilment_status == FulfilmentState::unfulfilled);
    const auto entries = orders->timeline(wanted.id).size();
    hear(inventory::BackorderChanged{holder, {{variant, 2}}});
    CHECK(now().fulfilment_status == FulfilmentState::backorder);
    CHECK(orders->timeline(wanted.id).back().detail == "2 x SKU");
    hear(inventory::BackorderChanged{holder, {}});
    CHECK(now().fulfilment_status == FulfilmentState::unfulfilled);
    hear(inventory::BackorderChanged{holder, {}});
    CHECK(orders->timeline(wanted.id).size() == entries + 2);

    REQUIRE(orders->cancel(wanted.id, std::nullopt, "staff", "x").has_value());
    hear(inventory::BackorderChanged{holder, {{variant, 2}}});
    CHECK(now().fulfilment_status == FulfilmentState::cancelled);
}

TEST_CASE_FIXTURE(Placed, "an order that waits for goods can be cancelled while nothing is sent") {
    const inventory::HolderId holder(wanted.checkout);
    hear(inventory::BackorderChanged{holder, {{wanted.items[1].variant_id, 1}}});
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), wanted.id, wanted.checkout, items(1), {}, {}});
    CHECK(now().fulfilment_status == FulfilmentState::backorder);
    const auto refused = orders->cancel(wanted.id, std::nullopt, "staff", "x");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "invalid_transition");

    const auto other = some_order();
    const auto pending = orders->place_pending(other).value();
    static_cast<void>(orders->place(pending, other.owner, other.totals.total));
    hear(inventory::BackorderChanged{inventory::HolderId(other.checkout),
                                     {{other.items[1].variant_id, 1}}});
    CHECK(orders->cancel(other.id, std::nullopt, "staff", "x").has_value());
}

TEST_CASE_FIXTURE(Placed, "the timeline names whoever a fact names, and staff where none does") {
    const auto shipment = shipping::ShipmentId::make();
    const auto actor = [&] { return orders->timeline(wanted.id).back().actor; };
    hear(shipping::ShipmentShipped{
        shipment, wanted.id, wanted.checkout, items(2), {}, {}, "carrier:acme"});
    CHECK(actor() == "carrier:acme");
    hear(shipping::ShipmentCancelled{
        shipment, wanted.id, wanted.checkout, items(2), true, {}, false, "staff:user_1"});
    CHECK(actor() == "staff:user_1");
    hear(shipping::ShipmentShipped{shipment, wanted.id, wanted.checkout, items(2), {}, {}});
    CHECK(actor() == "staff");
    hear(shipping::ShipmentDelivered{shipment, wanted.id, items(1), "carrier:acme"});
    CHECK(actor() == "carrier:acme");
}

TEST_CASE_FIXTURE(Placed, "what was sent and is back is to be sent once more") {
    const auto shipment = shipping::ShipmentId::make();
    hear(shipping::ShipmentShipped{shipment, wanted.id, wanted.checkout, items(1), {}, {}});
    hear(shipping::ShipmentDelivered{shipment, wanted.id, items(1)});
    hear(shipping::ShipmentCancelled{shipment, wanted.id, wanted.checkout, items(1), true,
                                     "refused", true});
    CHECK(now().fulfilment_status == FulfilmentState::unfulfilled);
    hear(shipping::ShipmentCancelled{
        shipping::ShipmentId::make(), wanted.id, wanted.checkout, items(1), false, {}, false});
    CHECK(now().fulfilment_status == FulfilmentState::unfulfilled);
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), wanted.id, wanted.checkout, items(2), {}, {}});
    CHECK(now().fulfilment_status == FulfilmentState::shipped);
}

TEST_CASE_FIXTURE(Placed, "an order of which something was shipped cannot be cancelled") {
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), wanted.id, wanted.checkout, items(1), {}, {}});
    const auto cancelled = orders->cancel(wanted.id, std::nullopt, "staff", "too late");
    REQUIRE(cancelled.has_error());
    CHECK(cancelled.error().code == "invalid_transition");
    CHECK(now().status == Status::placed);
}

TEST_CASE_FIXTURE(Placed, "what came back is for staff to cancel, and for nobody once decided") {
    hear(shipping::ShipmentShipped{
        shipping::ShipmentId::make(), wanted.id, wanted.checkout, items(2), {}, {}});
    returns::ReturnReceived received{};
    received.order = wanted.id;
    for (const auto& [item, variant, quantity] : items(2))
        received.items.push_back({item, variant, quantity, returns::Condition::damaged});
    hear(received);
    const auto by_customer = orders->cancel(wanted.id, wanted.owner, "customer", "all of it");
    REQUIRE(by_customer.has_error());
    CHECK(by_customer.error().code == "invalid_transition");
    CHECK(std::get<std::string>(by_customer.error().details[0].second) == "shipped");

    hear(returns::ReturnRefunded{returns::ReturnId::make(), wanted.id, "staff:ada",
                                 platform::Money{0, wanted.totals.total.currency}});
    REQUIRE(orders->cancel(wanted.id, std::nullopt, "staff", "all is back").has_value());
    CHECK(tables.superuser().read([](platform::Reader& reader) {
        return *reader.one<bool>(
            "select (payload ->> 'is_settled')::boolean from platform.event"
            " where name = 'orders.order_cancelled.v1'");
    }));
}

TEST_CASE_FIXTURE(Placed, "the refund of a cancelled order makes its payment void") {
    REQUIRE(orders->cancel(wanted.id, wanted.owner, "customer", "changed my mind").has_value());
    hear(payments::PaymentRefunded{payments::PaymentId::make(), wanted.id,
                                   payments::RefundId::make(), wanted.totals.total, "cancelled"});
    CHECK(now().payment_status == PaymentState::voided);
    CHECK(orders->money_after(std::nullopt, 10)[0].refunded == wanted.totals.total.amount);
}

TEST_CASE_FIXTURE(Placed, "a partial refund leaves the order partially refunded") {
    hear(payments::PaymentRefunded{payments::PaymentId::make(), wanted.id,
                                   payments::RefundId::make(), euros(100), "goodwill"});
    CHECK(now().payment_status == PaymentState::partially_refunded);
}

TEST_CASE_FIXTURE(Placed, "money that arrives for an order already given up is counted") {
    const auto late = some_order();
    static_cast<void>(orders->place_pending(late));
    static_cast<void>(orders->fail(late.id, "never_paid"));
    const auto counted = [&] { return orders->money_after(wanted.id, 1).at(0); };
    REQUIRE(payments->pay({late.id, 1, euros(2990), "simulator", "sim_ok"}).has_value());
    dispatcher.drain();
    CHECK(counted().captured == 2990);
    CHECK(counted().status == Status::cancelled);
    for (const int attempt : {2, 3}) {
        payments::PaymentRequest more{late.id, attempt, euros(100), "simulator", "sim_ok"};
        more.beside_captured = true;
        REQUIRE(payments->pay(more).has_value());
    }
    dispatcher.drain();
    CHECK(counted().captured == 3190);
    const auto entries = orders->timeline(late.id).size();
    hear(payments::PaymentCaptured{payments::PaymentId::make(), late.id, euros(100)});
    CHECK(orders->timeline(late.id).size() == entries);
}
