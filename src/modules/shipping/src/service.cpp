#include "service.hpp"

#include "states.hpp"
#include "store.hpp"

#include <algorithm>
#include <map>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::chrono::seconds tariffs_live{10};

Error no_such_option(const std::string& id) {
    return {ErrorKind::invalid, "shipping.no_such_option",
            "There is no shipping option \"" + id +
                "\" for this address, weight and currency. Choose one of the options offered."};
}

Error no_such_shipment() {
    return {ErrorKind::not_found, "shipping.no_such_shipment", "There is no such shipment."};
}

Error nothing_to_ship() {
    return {ErrorKind::conflict, "shipping.nothing_to_ship",
            "Nothing of this order is left to be shipped."};
}

Error exceeds_order(const orders::OrderItemId& item, std::int64_t left) {
    return {
        ErrorKind::conflict,
        "shipping.quantity_exceeds_order",
        "Of the item " + item.text() + " only " + std::to_string(left) + " are left to be shipped.",
        {},
        {{"item_id", item.text()}, {"remaining", left}}};
}

// What is wanted of what remains, each item once.
Result<std::vector<ShippedItem>> choose(const std::vector<ShippedItem>& wanted,
                                        const std::vector<ShippedItem>& remaining) {
    std::map<orders::OrderItemId, std::int64_t> quantities;
    for (const auto& item : wanted)
        quantities[item.item] += std::max<std::int64_t>(0, item.quantity);
    std::vector<ShippedItem> chosen;
    for (const auto& [id, quantity] : quantities) {
        if (quantity == 0) continue;
        const auto left = std::ranges::find(remaining, id, &ShippedItem::item);
        if (left == remaining.end() || left->quantity < quantity)
            return exceeds_order(id, left == remaining.end() ? 0 : left->quantity);
        chosen.push_back({id, left->variant, quantity});
    }
    return chosen;
}

std::vector<ShippedItem> without(std::vector<ShippedItem> items,
                                 const std::vector<ShippedItem>& taken) {
    for (const auto& one : taken)
        std::ranges::find(items, one.item, &ShippedItem::item)->quantity -= one.quantity;
    std::erase_if(items, [](const ShippedItem& item) { return item.quantity == 0; });
    return items;
}

}  // namespace

// Rates are read with every purchase and changed a few times a year.
Service::Tariffs Service::tariffs() {
    const auto now = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock(mutex_);
        if (tariffs_ && now < read_at_ + tariffs_live) return tariffs_;
    }
    auto fresh = std::make_shared<const std::vector<Tariff>>(
        database_.read([](Reader& reader) { return store::tariffs(reader); }));
    const std::lock_guard lock(mutex_);
    tariffs_ = fresh;
    read_at_ = now;
    return fresh;
}

std::vector<ShippingOption> Service::options(const Parcel& parcel) {
    return options_for(parcel, *tariffs());
}

Result<ShippingOption> Service::option(const std::string& id, const Parcel& parcel) {
    const auto offered = options(parcel);
    const auto found = std::ranges::find(offered, id, &ShippingOption::id);
    if (found == offered.end()) return no_such_option(id);
    return *found;
}

Result<Shipment> Service::ship(const Dispatch& dispatch) {
    const auto& consignment = dispatch.consignment;
    return database_.transact([&](Tx& tx) -> Result<Shipment> {
        store::insert_consignment(tx, consignment, clock_.now());
        const auto locked = store::lock_consignment(tx, consignment.order).value();
        const auto remaining = store::remaining(tx, consignment.order);
        if (locked.cancelled || remaining.empty()) return nothing_to_ship();

        auto chosen = choose(dispatch.items.value_or(remaining), remaining);
        if (!chosen) return chosen.error();
        if (chosen->empty()) return nothing_to_ship();
        return send(tx, dispatch, locked.checkout, remaining, *std::move(chosen));
    });
}

// The pending shipment goes when it goes whole; of a part a shipment of its own is made, and the
// pending one keeps the rest.
Shipment Service::send(Tx& tx, const Dispatch& dispatch, const platform::Uuid& checkout,
                       const std::vector<ShippedItem>& remaining, std::vector<ShippedItem> items) {
    const auto now = clock_.now();
    const auto& order = dispatch.consignment.order;
    const auto shipments = store::shipments_of(tx, {order});
    const auto pending = std::ranges::find(shipments, ShipmentStatus::pending, &Shipment::status);
    const auto rest = without(remaining, items);

    Shipment shipment{ShipmentId::make(),
                      order,
                      ShipmentStatus::shipped,
                      std::move(items),
                      dispatch.carrier,
                      dispatch.tracking_number,
                      now,
                      std::nullopt};
    if (rest.empty() && pending != shipments.end()) {
        shipment.id = pending->id;
        store::update_shipment(tx, shipment, now);
        store::replace_items(tx, shipment.id, shipment.items);
    } else {
        store::insert_shipment(tx, shipment, now);
    }
    if (!rest.empty() && pending != shipments.end()) store::replace_items(tx, pending->id, rest);
    if (!rest.empty() && pending == shipments.end())
        store::insert_shipment(
            tx, {ShipmentId::make(), order, ShipmentStatus::pending, rest, {}, {}, {}, {}}, now);

    events_.publish(tx, ShipmentShipped{shipment.id, order, checkout, shipment.items,
                                        shipment.carrier, shipment.tracking_number});
    return shipment;
}

Result<> Service::call_off(const Consignment& consignment) {
    const auto& order = consignment.order;
    return database_.transact([&](Tx& tx) -> Result<> {
        store::insert_consignment(tx, consignment, clock_.now());
        store::lock_consignment(tx, order);
        auto shipments = store::shipments_of(tx, {order});
        for (const auto& shipment : shipments)
            if (shipment.status != ShipmentStatus::cancelled)
                if (auto legal = check_transition(shipment.status, ShipmentStatus::cancelled);
                    !legal)
                    return legal;
        store::call_off(tx, order, clock_.now());
        return {};
    });
}

Result<Shipment> Service::deliver(const ShipmentId& id) {
    return database_.transact([&](Tx& tx) -> Result<Shipment> {
        const auto order = store::order_of(tx, id);
        if (!order) return no_such_shipment();
        store::lock_consignment(tx, *order);
        const auto shipments = store::shipments_of(tx, {*order});
        auto shipment = *std::ranges::find(shipments, id, &Shipment::id);

        const auto checked = check_transition(shipment.status, ShipmentStatus::delivered);
        if (!checked) return checked.error();
        shipment.status = ShipmentStatus::delivered;
        shipment.delivered_at = clock_.now();
        store::update_shipment(tx, shipment, clock_.now());
        events_.publish(tx, ShipmentDelivered{id, *order, shipment.items});
        return shipment;
    });
}

std::vector<Shipment> Service::shipments_of(const std::vector<orders::OrderId>& orders) {
    if (orders.empty()) return {};
    return database_.read([&](Reader& reader) { return store::shipments_of(reader, orders); });
}

}  // namespace kontor::shipping
