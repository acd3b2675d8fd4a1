#include "shipping/events.hpp"
#include "terms.hpp"
#include "transfers.hpp"

#include <algorithm>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

// A sound house with something reserved, allocated and shipped, whose books a test then falsifies.
struct Books {
    Warehouse house;
    VariantId variant = house.variant(9);
    Uuid holder = new_uuid();
    Uuid buyer = new_uuid();

    Books() {
        REQUIRE(house.reserve(holder, {{variant, 2}}).has_value());
        REQUIRE(house.inventory->allocate(buyer, {{variant, 3}}).has_value());
        platform::Dispatcher dispatcher{house.events, house.platform_database, house.clock};
        subscribe(dispatcher, house.database, house.events, house.clock);
        shipping::ShipmentShipped shipment;
        shipment.shipment = shipping::ShipmentId::make();
        shipment.order = orders::OrderId::make();
        shipment.checkout = buyer;
        shipment.items = {{orders::OrderItemId::make(), variant, 1}};
        house.database.transact([&](platform::Tx& tx) { house.events.publish(tx, shipment); });
        dispatcher.drain();
        REQUIRE(house.inventory->check().empty());
    }

    // The invariants named, in order, and each only for what was falsified.
    std::vector<std::string> broken_by(const std::string& sql) {
        house.run(sql);
        std::vector<std::string> names;
        for (const auto& violation : house.inventory->check()) {
            CHECK_FALSE(violation.detail.empty());
            const bool is_known = violation.subject == platform::to_string(variant.uuid()) ||
                                  violation.subject == platform::to_string(holder);
            CHECK(is_known);
            names.push_back(violation.invariant.substr(0, 2));
        }
        std::ranges::sort(names);
        return names;
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a level that was falsified differs from its movements") {
    CHECK(Books().broken_by("update inventory.stock_level set on_hand = on_hand + 1") ==
          Names{"S2"});
    CHECK(Books().broken_by("update inventory.stock_level set reserved = reserved + 1") ==
          Names{"S1", "S2"});
    CHECK(Books().broken_by("update inventory.stock_level set allocated = allocated - 1") ==
          Names{"S1", "S2"});
}

TEST_CASE("a hold that nobody booked, or that vanished, is found") {
    CHECK(Books().broken_by("delete from inventory.reservation where state = 'reserved'") ==
          Names{"S1"});
    CHECK(Books().broken_by("delete from inventory.reservation where state = 'allocated'") ==
          Names{"S1"});
    CHECK(Books().broken_by("update inventory.reservation set quantity = 9"
                            " where state = 'allocated'") == Names{"S1"});
}

TEST_CASE("goods that left the house for nobody are found") {
    CHECK(Books().broken_by("delete from inventory.reservation where state = 'shipped'") ==
          Names{"S2"});
}

TEST_CASE("more sold than there is, without a count that found less, is found") {
    const std::string oversell =
        "with level as (update inventory.stock_level set reserved = reserved + 100"
        "  returning variant, location, on_hand, allocated, reserved),"
        " hold as (update inventory.reservation set quantity = quantity + 100"
        "  where state = 'reserved')"
        " insert into inventory.movement (variant, location, kind, on_hand, allocated, reserved,"
        "  on_hand_after, allocated_after, reserved_after, at)"
        " select variant, location, 'reserve', 0, 0, 100, on_hand, allocated, reserved, now()"
        "  from level";
    CHECK(Books().broken_by(oversell) == Names{"S1"});

    Books counted;
    Adjustment count;
    count.on_hand = platform::Whole<0, 1'000'000'000>::accept(1);
    count.reason = *platform::Text<1, 500>::accept("stock-take");
    REQUIRE(counted.house.inventory->adjust(counted.variant.text(), count).has_value());
    CHECK(counted.house.inventory->check().empty());
}

TEST_CASE("a movement that was altered or taken out is found") {
    CHECK(Books().broken_by("update inventory.movement set on_hand_after = 7"
                            " where kind = 'allocate'") == Names{"S2"});
    CHECK(Books().broken_by("delete from inventory.movement where kind = 'reserve'") ==
          Names{"S2", "S2", "S2"});
}

TEST_CASE("a level that vanished is found") {
    CHECK(Books().broken_by("delete from inventory.stock_level") == Names{"S1", "S2"});
}

TEST_CASE("a transfer that says something else than its movements is found") {
    Books books;
    auto& house = books.house;
    house.location("second");
    NewTransfer wanted;
    wanted.source = *LocationCode::accept("main");
    wanted.destination = *LocationCode::accept("second");
    wanted.lines = {line(books.variant, 2)};
    REQUIRE(Transfers(house.backing).create(wanted).has_value());
    REQUIRE(house.inventory->check().empty());
    CHECK(books.broken_by("update inventory.transfer_line set received = 1") == Names{"S2"});
    CHECK(books.broken_by("update inventory.transfer_line set received = 0") == Names{});
    CHECK(books.broken_by("delete from inventory.transfer_line") == Names{"S2"});
}

TEST_CASE("a reservation that nobody took back long after its time is found") {
    Books books;
    books.house.clock.advance(std::chrono::minutes(11));
    CHECK(books.house.inventory->check().empty());
    books.house.clock.advance(std::chrono::minutes(2));
    CHECK(books.broken_by("select 1") == Names{"S3"});
    books.house.inventory->release_expired();
    CHECK(books.house.inventory->check().empty());
}
