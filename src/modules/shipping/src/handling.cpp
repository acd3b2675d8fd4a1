#include "handling.hpp"

#include "expected_back.hpp"
#include "packing.hpp"
#include "platform/core/transition.hpp"
#include "states.hpp"

#include <algorithm>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error nothing_to_ship() {
    return {ErrorKind::conflict, "shipping.nothing_to_ship",
            "Nothing of this order is left to be shipped."};
}

Error no_part_of_it() {
    return {ErrorKind::invalid,
            "shipping.no_part",
            "A part of the shipment can be set aside, not all of it or nothing.",
            {{"/items", "invalid", "must be some pieces of the shipment, and leave some"}}};
}

Error goods_returned(std::int64_t pieces) {
    return {ErrorKind::conflict,
            "shipping.goods_returned",
            std::to_string(pieces) +
                (pieces == 1 ? " piece of this shipment is" : " pieces of this shipment are") +
                " back, or to come back, by a return, which books what comes in. Receive and"
                " refund that return; or, where the parcel itself came back and nothing of it is"
                " received yet, cancel or reject the return first.",
            {},
            {{"pieces", pieces}}};
}

// Of the shipment, those that returns speak for and the other parcels do not have.
std::int64_t spoken_for(const Shipment& shipment, const std::vector<Shipment>& others,
                        const std::vector<ShippedItem>& expected) {
    std::int64_t pieces = 0;
    for (auto item : expected) {
        for (const auto& other : others)
            if (has_left(other)) item.quantity -= pieces_of(other, item.item);
        pieces += std::clamp<std::int64_t>(item.quantity, 0, pieces_of(shipment, item.item));
    }
    return pieces;
}

std::vector<Shipment> others(const std::vector<Shipment>& shipments, const ShipmentId& id) {
    std::vector<Shipment> found;
    std::ranges::copy_if(shipments, std::back_inserter(found),
                         [&](const Shipment& shipment) { return shipment.id != id; });
    return found;
}

bool is_the_same(const std::vector<ShippedItem>& kept, const std::vector<ShippedItem>& ordered) {
    return std::ranges::is_permutation(
        kept, ordered, [](const ShippedItem& one, const ShippedItem& other) {
            return one.item == other.item && one.quantity == other.quantity;
        });
}

// The pending shipment that goes whole, else one to be made.
Shipment shipment_for(const std::vector<Shipment>& shipments, const orders::OrderId& order,
                      const std::vector<ShippedItem>& items) {
    for (const auto& shipment : shipments)
        if (shipment.status == ShipmentStatus::pending && is_part_of(shipment, items))
            return shipment;
    return {ShipmentId::make(), order, ShipmentStatus::pending, {}, {}, {}, {}, {}};
}

}  // namespace

Error no_such_shipment() {
    return {ErrorKind::not_found, "shipping.no_such_shipment", "There is no such shipment."};
}

Result<Handling::Case> Handling::open(const ShipmentId& id) {
    const auto order = store::order_of(tx_, id);
    if (!order) return no_such_shipment();
    Case found;
    found.consignment = store::lock_consignment(tx_, *order).value();
    found.shipments = store::shipments_of(tx_, {*order});
    found.shipment = *std::ranges::find(found.shipments, id, &Shipment::id);
    return found;
}

Result<Handling::Case> Handling::open(const ShipmentId& id, ShipmentStatus to) {
    auto found = open(id);
    if (!found) return found;
    const auto legal = check_transition(found->shipment.status, to);
    if (!legal) return legal.error();
    return found;
}

void Handling::write(const Shipment& shipment, ShipmentStatus before,
                     const std::optional<std::string>& reason) {
    store::update_shipment(tx_, shipment, now_);
    store::insert_event(tx_, shipment, {before, actor_, reason, now_});
}

Shipment Handling::leave(Shipment shipment, ShipmentStatus before, const platform::Uuid& checkout) {
    shipment.status = ShipmentStatus::shipped;
    shipment.shipped_at = now_;
    write(shipment, before);
    events_.publish(tx_, ShipmentShipped{shipment.id, shipment.order, checkout, shipment.items,
                                         shipment.carrier, shipment.tracking_number, actor_});
    return shipment;
}

void Handling::repack(const orders::OrderId& order, const std::vector<Shipment>& shipments,
                      const std::vector<ShippedItem>& remaining) {
    auto packing = pack(shipments, remaining);
    for (auto& shipment : packing.changed) {
        if (!shipment.items.empty()) {
            store::replace_items(tx_, shipment.id, shipment.items);
            continue;
        }
        const auto before = shipment.status;
        shipment.status = ShipmentStatus::cancelled;
        write(shipment, before, "its goods go otherwise");
    }
    if (!packing.rest.empty())
        store::insert_shipment(tx_,
                               {ShipmentId::make(),
                                order,
                                ShipmentStatus::pending,
                                std::move(packing.rest),
                                {},
                                {},
                                {},
                                {}},
                               now_);
}

Result<Shipment> Handling::ship(const Dispatch& dispatch) {
    const auto& order = dispatch.consignment.order;
    store::insert_consignment(tx_, dispatch.consignment, now_);
    follow(dispatch.consignment);
    const auto locked = store::lock_consignment(tx_, order).value();
    const auto remaining = store::remaining(tx_, order);
    if (locked.cancelled || remaining.empty()) return nothing_to_ship();
    auto chosen = choose(dispatch.items.value_or(remaining), remaining);
    if (!chosen) return chosen.error();
    if (chosen->empty()) return nothing_to_ship();

    const auto shipments = store::shipments_of(tx_, {order});
    auto shipment = shipment_for(shipments, order, *chosen);
    const auto rest = without(remaining, *chosen);
    const bool is_new = shipment.items.empty();
    shipment.items = *std::move(chosen);
    if (dispatch.carrier) shipment.carrier = dispatch.carrier;
    if (dispatch.tracking_number) shipment.tracking_number = dispatch.tracking_number;
    if (is_new)
        store::insert_shipment(tx_, shipment, now_);
    else
        store::replace_items(tx_, shipment.id, shipment.items);
    shipment = leave(std::move(shipment), ShipmentStatus::pending, locked.checkout);
    repack(order, others(shipments, shipment.id), rest);
    return shipment;
}

Result<Shipment> Handling::send(const ShipmentId& id, const std::optional<std::string>& carrier,
                                const std::optional<std::string>& tracking_number) {
    auto found = open(id, ShipmentStatus::shipped);
    if (!found) return found.error();
    auto& shipment = found->shipment;
    if (carrier) shipment.carrier = carrier;
    if (tracking_number) shipment.tracking_number = tracking_number;
    return leave(shipment, shipment.status, found->consignment.checkout);
}

Result<Shipment> Handling::deliver(const ShipmentId& id) {
    auto found = open(id, ShipmentStatus::delivered);
    if (!found) return found.error();
    auto& shipment = found->shipment;
    const auto before = shipment.status;
    shipment.status = ShipmentStatus::delivered;
    shipment.delivered_at = now_;
    write(shipment, before);
    events_.publish(tx_, ShipmentDelivered{id, shipment.order, shipment.items, actor_});
    return shipment;
}

Result<Shipment> Handling::cancel(const ShipmentId& id, const std::optional<std::string>& reason) {
    auto found = open(id, ShipmentStatus::cancelled);
    if (!found) return found.error();
    auto& shipment = found->shipment;
    const auto before = shipment.status;
    const bool was_shipped = has_left(shipment);
    const auto rest = others(found->shipments, id);
    if (was_shipped)
        if (const auto pieces =
                spoken_for(shipment, rest, store::expected_back(tx_, shipment.order));
            pieces > 0)
            return goods_returned(pieces);
    shipment.status = ShipmentStatus::cancelled;
    write(shipment, before, reason);
    events_.publish(
        tx_, ShipmentCancelled{id, shipment.order, found->consignment.checkout, shipment.items,
                               was_shipped, reason, before == ShipmentStatus::delivered, actor_});
    if (!found->consignment.cancelled)
        repack(shipment.order, rest, store::remaining(tx_, shipment.order));
    return shipment;
}

Result<Shipment> Handling::release(const ShipmentId& id) {
    auto found = open(id, ShipmentStatus::pending);
    if (!found) return found.error();
    const auto before = found->shipment.status;
    found->shipment.status = ShipmentStatus::pending;
    write(found->shipment, before);
    return found->shipment;
}

Result<Shipment> Handling::split(const ShipmentId& id, const std::vector<ShippedItem>& items) {
    auto found = open(id);
    if (!found) return found.error();
    const auto& from = found->shipment;
    if (!is_open(from)) return check_transition(from.status, ShipmentStatus::created).error();
    auto chosen = choose(items, from.items);
    if (!chosen) return chosen.error();
    const auto rest = without(from.items, *chosen);
    if (chosen->empty() || rest.empty()) return no_part_of_it();
    Shipment apart{ShipmentId::make(),
                   from.order,
                   ShipmentStatus::created,
                   *std::move(chosen),
                   {},
                   {},
                   {},
                   {}};
    store::insert_shipment(tx_, apart, now_);
    store::replace_items(tx_, id, rest);
    return apart;
}

Result<Shipment> Handling::announce(const ShipmentId& id, const std::string& carrier,
                                    const std::string& tracking_number) {
    auto found = open(id);
    if (!found) return found.error();
    auto& shipment = found->shipment;
    if (!is_open(shipment))
        return check_transition(shipment.status, ShipmentStatus::pending).error();
    shipment.carrier = carrier;
    shipment.tracking_number = tracking_number;
    write(shipment, shipment.status, "label");
    return shipment;
}

Result<> Handling::call_off(const Consignment& consignment) {
    const auto& order = consignment.order;
    store::insert_consignment(tx_, consignment, now_);
    store::lock_consignment(tx_, order);
    for (const auto& shipment : store::shipments_of(tx_, {order}))
        if (has_left(shipment))
            return platform::check_transition("An order with a shipment", shipment.status,
                                              ShipmentStatus::cancelled,
                                              std::vector<ShipmentStatus>{});
    store::call_off(tx_, order, now_);
    return {};
}

void Handling::follow(const Consignment& consignment) {
    const auto& order = consignment.order;
    const auto locked = store::lock_consignment(tx_, order);
    if (!locked || locked->cancelled) return;
    if (is_the_same(store::ordered(tx_, order), consignment.items)) return;
    store::replace_consignment(tx_, consignment);
    repack(order, store::shipments_of(tx_, {order}), store::remaining(tx_, order));
}

}  // namespace kontor::shipping
