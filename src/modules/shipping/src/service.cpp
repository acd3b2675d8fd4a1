#include "service.hpp"

#include "expected_back.hpp"

#include <algorithm>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

Error no_such_option(const std::string& id) {
    return {ErrorKind::invalid, "shipping.no_such_option",
            "There is no shipping option \"" + id +
                "\" for this address, weight and currency. Choose one of the options offered."};
}

}  // namespace

std::vector<ShippingOption> Service::options(const Parcel& parcel) {
    return freight_.options(parcel);
}

Result<ShippingOption> Service::option(const std::string& id, const Parcel& parcel) {
    const auto offered = options(parcel);
    const auto found = std::ranges::find(offered, id, &ShippingOption::id);
    if (found == offered.end()) return no_such_option(id);
    return *found;
}

Result<Shipment> Service::ship(const Dispatch& dispatch) {
    return database_.transact([&](Tx& tx) { return handling(tx, dispatch.actor).ship(dispatch); });
}

Result<> Service::call_off(const Consignment& consignment) {
    return database_.transact([&](Tx& tx) { return handling(tx, "system").call_off(consignment); });
}

void Service::expect_back(const orders::OrderId& order, const platform::Uuid& return_id,
                          const std::vector<ShippedItem>& items) {
    database_.transact([&](Tx& tx) {
        store::lock_consignment(tx, order);
        store::expect_back(tx, return_id, order, items);
    });
}

Result<Shipment> Service::deliver(const ShipmentId& id) {
    return database_.transact([&](Tx& tx) { return handling(tx, "staff").deliver(id); });
}

std::vector<Shipment> Service::shipments_of(const std::vector<orders::OrderId>& orders) {
    if (orders.empty()) return {};
    return database_.read([&](Reader& reader) { return store::shipments_of(reader, orders); });
}

std::vector<Shipment> Service::shipments_at(const orders::OrderId& order, platform::Time at) {
    return database_.read([&](Reader& reader) { return store::shipments_at(reader, order, at); });
}

}  // namespace kontor::shipping
