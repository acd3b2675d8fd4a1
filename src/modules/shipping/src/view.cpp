#include "shipping/view.hpp"

namespace kontor::shipping {

ShipmentView view_of(const Shipment& shipment) {
    ShipmentView view{
        shipment.id,      shipment.order,           shipment.status,     {},
        shipment.carrier, shipment.tracking_number, shipment.shipped_at, shipment.delivered_at};
    for (const auto& item : shipment.items)
        view.items.push_back({item.item, item.variant, item.quantity});
    return view;
}

}  // namespace kontor::shipping
