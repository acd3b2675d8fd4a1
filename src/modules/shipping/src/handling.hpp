// How shipments change hands, inside the caller's transaction. The consignment's row is locked
// first: it serialises what happens to the shipments of an order.
#pragma once

#include "platform/events/event_log.hpp"
#include "shipping/shipping.hpp"
#include "store.hpp"

namespace kontor::shipping {

class Handling {
public:
    // actor: who does it, "staff:user_...", "carrier:acme".
    Handling(platform::Tx& tx, platform::EventLog& events, platform::Time now, std::string actor)
        : tx_(tx), events_(events), now_(now), actor_(std::move(actor)) {}

    // As Shipping says.
    platform::Result<Shipment> ship(const Dispatch& dispatch);
    platform::Result<> call_off(const Consignment& consignment);

    // All of these refuse shipping.no_such_shipment and invalid_transition.
    platform::Result<Shipment> send(const ShipmentId& id, const std::optional<std::string>& carrier,
                                    const std::optional<std::string>& tracking_number);
    platform::Result<Shipment> deliver(const ShipmentId& id);
    // What had left the house is back in it. The goods go into another shipment of the order.
    // Refuses shipping.goods_returned where a return speaks for pieces that are in no other.
    platform::Result<Shipment> cancel(const ShipmentId& id,
                                      const std::optional<std::string>& reason);
    platform::Result<Shipment> release(const ShipmentId& id);
    // Sets items of an open shipment aside in another. Refuses shipping.no_part (invalid),
    // shipping.quantity_exceeds_order.
    platform::Result<Shipment> split(const ShipmentId& id, const std::vector<ShippedItem>& items);
    // The carrier's number is known before the shipment leaves.
    platform::Result<Shipment> announce(const ShipmentId& id, const std::string& carrier,
                                        const std::string& tracking_number);

    // What is ordered now; nothing where nothing is to be sent yet.
    void follow(const Consignment& consignment);

private:
    struct Case {
        store::LockedConsignment consignment;
        std::vector<Shipment> shipments;  // of the order
        Shipment shipment;                // the one asked for
    };
    platform::Result<Case> open(const ShipmentId& id);
    platform::Result<Case> open(const ShipmentId& id, ShipmentStatus to);
    void write(const Shipment& shipment, ShipmentStatus before,
               const std::optional<std::string>& reason = std::nullopt);
    Shipment leave(Shipment shipment, ShipmentStatus before, const platform::Uuid& checkout);
    void repack(const orders::OrderId& order, const std::vector<Shipment>& shipments,
                const std::vector<ShippedItem>& remaining);

    platform::Tx& tx_;
    platform::EventLog& events_;
    platform::Time now_;
    std::string actor_;
};

platform::Error no_such_shipment();

}  // namespace kontor::shipping
