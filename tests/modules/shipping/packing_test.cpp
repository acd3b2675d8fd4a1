#include "packing.hpp"

#include "warehouse.hpp"

using namespace kontor;
using namespace kontor::shipping;
using enum kontor::shipping::ShipmentStatus;

namespace {

const auto apples = orders::OrderItemId::make();
const auto pears = orders::OrderItemId::make();

ShippedItem of(const orders::OrderItemId& item, std::int64_t quantity) {
    return {item, {}, quantity};
}

Shipment shipment(ShipmentStatus status, std::vector<ShippedItem> items) {
    return {ShipmentId::make(), {}, status, std::move(items), {}, {}, {}, {}};
}

}  // namespace

TEST_CASE("what is packed as it should be is left alone") {
    const auto packing = pack(
        {shipment(pending, {of(apples, 2)}), shipment(shipped, {of(pears, 9)})}, {of(apples, 2)});
    CHECK(packing.changed.empty());
    CHECK(packing.rest.empty());
}

TEST_CASE("what is new goes to the first that is pending, or to a new one") {
    const auto added = pack({shipment(created, {of(apples, 1)}), shipment(pending, {of(apples, 1)}),
                             shipment(pending, {of(apples, 1)})},
                            {of(apples, 4), of(pears, 2)});
    REQUIRE_EQ(added.changed.size(), 1);
    CHECK_EQ(added.changed[0].status, pending);
    CHECK_EQ(pieces(added.changed[0]), 4);
    CHECK(added.rest.empty());

    const auto made = pack({shipment(created, {of(apples, 1)})}, {of(apples, 4)});
    CHECK(made.changed.empty());
    REQUIRE_EQ(made.rest.size(), 1);
    CHECK_EQ(made.rest[0].quantity, 3);
}

TEST_CASE("what is too much is taken from the last, and from what was set aside at last") {
    const auto packing =
        pack({shipment(pending, {of(apples, 2)}), shipment(created, {of(apples, 2)}),
              shipment(pending, {of(apples, 2), of(pears, 1)})},
             {of(apples, 3)});
    REQUIRE_EQ(packing.changed.size(), 2);
    CHECK_EQ(pieces(packing.changed[0]), 1);
    CHECK(packing.changed[1].items.empty());
}
