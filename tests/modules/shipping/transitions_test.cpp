#include "handling.hpp"
#include "packing.hpp"
#include "returns/events.hpp"
#include "states.hpp"
#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::shipping;
using enum kontor::shipping::ShipmentStatus;

namespace {

const std::vector all{created, pending, shipped, delivered, cancelled};

struct Counter : Warehouse {
    Counter() { subscribe(dispatcher, database, events, clock); }
    platform::Dispatcher dispatcher{events, own, clock};

    template <class Work>
    platform::Result<Shipment> handle(Work work) {
        return database.transact([&](platform::Tx& tx) {
            Handling handling(tx, events, clock.now(), "test");
            return work(handling);
        });
    }

    platform::Result<Shipment> move(const ShipmentId& id, ShipmentStatus to) {
        return handle([&](Handling& handling) -> platform::Result<Shipment> {
            switch (to) {
                case created:
                    return handling.split(id, {});
                case pending:
                    return handling.release(id);
                case shipped:
                    return handling.send(id, "hand", "1");
                case delivered:
                    return handling.deliver(id);
                case cancelled:
                    break;
            }
            return handling.cancel(id, "test");
        });
    }

    Consignment paid() {
        const auto consignment = some_consignment();
        announce_paid(consignment);
        dispatcher.drain();
        return consignment;
    }

    ShipmentId shipment_that_is(ShipmentStatus status) {
        const auto consignment = paid();
        auto one = consignment.items[0];
        one.quantity = 1;
        const auto waiting = shipments_of(consignment).front().id;
        const auto id =
            handle([&](Handling& handling) { return handling.split(waiting, {one}); })->id;
        const std::map<ShipmentStatus, std::vector<ShipmentStatus>> ways{
            {created, {}},
            {pending, {pending}},
            {shipped, {pending, shipped}},
            {delivered, {pending, shipped, delivered}},
            {cancelled, {cancelled}}};
        for (const auto step : ways.at(status)) REQUIRE(move(id, step).has_value());
        return id;
    }
};

}  // namespace

TEST_CASE("the table says how a shipment goes") {
    CHECK_EQ(allowed_after(created), std::vector{pending, cancelled});
    CHECK_EQ(allowed_after(pending), std::vector{shipped, cancelled});
    CHECK_EQ(allowed_after(shipped), std::vector{delivered, cancelled});
    CHECK_EQ(allowed_after(delivered), std::vector{cancelled});
    CHECK(allowed_after(cancelled).empty());
}

TEST_CASE("shipments move by the table and in no other way") {
    Counter counter;
    for (const auto from : all)
        for (const auto to : all) {
            if (to == created) continue;  // nothing becomes that, but by a split
            CAPTURE(platform::enum_name(from));
            CAPTURE(platform::enum_name(to));
            const auto id = counter.shipment_that_is(from);
            const auto allowed = allowed_after(from);
            const bool may = std::ranges::find(allowed, to) != allowed.end();
            const auto moved = counter.move(id, to);
            CHECK_EQ(moved.has_value(), may);
            if (may) continue;
            const auto error = moved.error();
            CHECK_EQ(error.code, "invalid_transition");
            for (const auto state : allowed)
                CHECK(error.message.find(platform::enum_name(state), error.message.find(". ")) !=
                      std::string::npos);
            CHECK_EQ(std::get<std::string>(error.details[0].second), platform::enum_name(from));
            CHECK_EQ(std::get<std::string>(error.details[1].second), platform::enum_name(to));
            CHECK_EQ(std::get<std::vector<std::string>>(error.details[2].second).size(),
                     allowed.size());
        }
}

TEST_CASE("a shipment that is cancelled on its way gives its goods to another") {
    Counter counter;
    for (const auto from : {shipped, delivered}) {
        const auto consignment = counter.paid();
        const auto sent = counter.shipping->ship({consignment, {}, {}, {}}).value();
        if (from == delivered) REQUIRE(counter.shipping->deliver(sent.id).has_value());
        REQUIRE(counter.move(sent.id, cancelled).has_value());
        CHECK_EQ(counter.pieces_in(consignment, cancelled), 5);
        CHECK_EQ(counter.pieces_in(consignment, pending), 5);
        CHECK_EQ(counter.facts_about(sent.id).back(), ShipmentCancelled::name);
        CHECK_EQ(pieces(counter.shipping->ship({consignment, {}, {}, {}}).value()), 5);
    }
}

namespace {

struct Returning : Counter {
    Consignment consignment = paid();

    Shipment send(std::size_t line, std::int64_t quantity) {
        auto item = consignment.items[line];
        item.quantity = quantity;
        return shipping->ship({consignment, std::vector{item}, {}, {}}).value();
    }
    // So many of the second thing.
    platform::Uuid expect(std::int64_t quantity) {
        const auto id = platform::new_uuid();
        shipping->expect_back(consignment.order, id, {{consignment.items[1].item, {}, quantity}});
        return id;
    }
    template <class Fact>
    void tell(const platform::Uuid& id, const Fact& empty) {
        auto fact = empty;
        fact.return_id = returns::ReturnId(id);
        fact.order = consignment.order;
        announce(fact);
        dispatcher.drain();
    }
    void receive(const platform::Uuid& id, std::int64_t quantity) {
        returns::ReturnReceived fact{};
        fact.items.push_back({consignment.items[1].item, consignment.items[1].variant, quantity,
                              returns::Condition::damaged});
        tell(id, fact);
    }
    std::string cancel(const Shipment& shipment) {
        return refusal_of(move(shipment.id, cancelled));
    }
};

}  // namespace

TEST_CASE("a shipment stays as it is while a return speaks for pieces of it") {
    Returning counter;
    const auto sent = counter.send(1, 3);
    const auto first = counter.expect(1);
    CHECK_EQ(counter.cancel(sent), "shipping.goods_returned");
    counter.tell(first, returns::ReturnRejected{});
    const auto second = counter.expect(1);
    CHECK_EQ(counter.cancel(sent), "shipping.goods_returned");
    counter.tell(second, returns::ReturnCancelled{});
    CHECK_EQ(counter.cancel(sent), "");
}

TEST_CASE("what came back by a return never comes back by its shipment") {
    Returning counter;
    const auto sent = counter.send(1, 3);
    const auto id = counter.expect(2);
    counter.receive(id, 1);
    counter.tell(id, returns::ReturnRefunded{});
    const auto refused = counter.move(sent.id, cancelled);
    REQUIRE_EQ(refusal_of(refused), "shipping.goods_returned");
    CHECK_EQ(std::get<std::int64_t>(refused.error().details[0].second), 1);
    CHECK_EQ(counter.pieces_in(counter.consignment, shipped), 3);
}

TEST_CASE("a parcel that a return cannot mean is taken back beside it") {
    Returning counter;
    const auto other = counter.send(0, 2);
    const auto one = counter.send(1, 1);
    const auto two = counter.send(1, 2);
    counter.expect(2);
    CHECK_EQ(counter.cancel(other), "");
    CHECK_EQ(counter.cancel(one), "");
    CHECK_EQ(counter.cancel(two), "shipping.goods_returned");
}

TEST_CASE("a return that was asked for before shipments knew of returns counts as well") {
    Returning counter;
    const auto sent = counter.send(1, 3);
    returns::ReturnRequested fact{};
    fact.items.push_back({counter.consignment.items[1].item, {}, 1, "too small"});
    counter.tell(platform::new_uuid(), fact);
    CHECK_EQ(counter.cancel(sent), "shipping.goods_returned");
}

TEST_CASE("goods that are set aside are packed when they are released, and never twice") {
    Counter counter;
    const auto consignment = counter.paid();
    const auto waiting = counter.shipments_of(consignment).front();
    auto two = consignment.items[1];
    two.quantity = 2;
    const auto apart =
        counter.handle([&](Handling& handling) { return handling.split(waiting.id, {two}); })
            .value();
    CHECK_EQ(apart.status, created);
    CHECK_EQ(counter.pieces_in(consignment, pending), 3);
    CHECK_EQ(refusal_of(counter.handle([&](Handling& handling) {
                 return handling.split(waiting.id, consignment.items);
             })),
             "shipping.quantity_exceeds_order");
    CHECK_EQ(refusal_of(counter.handle(
                 [&](Handling& handling) { return handling.split(apart.id, {two}); })),
             "shipping.no_part");
    CHECK_EQ(refusal_of(
                 counter.handle([&](Handling& handling) { return handling.split(apart.id, {}); })),
             "shipping.no_part");

    // Shipping everything empties it.
    const auto all_of_it = counter.shipping->ship({consignment, {}, {}, {}}).value();
    CHECK_EQ(all_of_it.id, waiting.id);
    CHECK_EQ(pieces(all_of_it), 5);
    CHECK_EQ(counter.pieces_in(consignment, created), 0);
    CHECK_EQ(counter.pieces_in(consignment, shipped), 5);
}

TEST_CASE("a shipment is sent by itself, with its number") {
    Counter counter;
    const auto consignment = counter.paid();
    const auto waiting = counter.shipments_of(consignment).front();
    const auto sent = counter.move(waiting.id, shipped).value();
    CHECK_EQ(sent.tracking_number, "1");
    CHECK_EQ(counter.facts_about(waiting.id), std::vector{std::string(ShipmentShipped::name)});
    CHECK_EQ(refusal_of(counter.move(ShipmentId::make(), shipped)), "shipping.no_such_shipment");
}

TEST_CASE("the shipments of an order are told as they were at any time") {
    Counter counter;
    const auto consignment = counter.paid();
    const auto id = counter.shipments_of(consignment).front().id;
    const auto status_at = [&](platform::Time at) {
        const auto then = counter.shipping->shipments_at(consignment.order, at);
        return then.size() == 1 ? std::string(platform::enum_name(then[0].status)) : "";
    };
    const auto start = counter.clock.now();
    const auto later = [&] {
        counter.clock.advance(std::chrono::hours(1));
        return counter.clock.now();
    };
    const auto labelled = later();
    REQUIRE(counter.handle([&](Handling& handling) { return handling.announce(id, "acme", "7"); })
                .has_value());
    const auto sent = later();
    REQUIRE(counter.move(id, shipped).has_value());
    const auto arrived = later();
    REQUIRE(counter.move(id, delivered).has_value());
    CHECK_EQ(status_at(start - std::chrono::seconds(1)), "");
    CHECK_EQ(status_at(start), "pending");
    CHECK_EQ(status_at(sent - std::chrono::seconds(1)), "pending");
    CHECK_EQ(status_at(sent), "shipped");
    CHECK_EQ(status_at(arrived), "delivered");
    CHECK_FALSE(counter.shipping->shipments_at(consignment.order, start)[0].tracking_number);
    CHECK_EQ(counter.shipping->shipments_at(consignment.order, labelled)[0].tracking_number, "7");
    CHECK_EQ(counter.shipping->shipments_at(consignment.order, sent)[0].tracking_number, "1");
}
