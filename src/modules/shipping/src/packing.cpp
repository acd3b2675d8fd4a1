#include "packing.hpp"

#include <algorithm>
#include <map>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

Error exceeds_order(const orders::OrderItemId& item, std::int64_t left) {
    return {
        ErrorKind::conflict,
        "shipping.quantity_exceeds_order",
        "Of the item " + item.text() + " only " + std::to_string(left) + " are left to be shipped.",
        {},
        {{"item_id", item.text()}, {"remaining", left}}};
}

void add(std::vector<ShippedItem>& items, const ShippedItem& more) {
    const auto same = std::ranges::find(items, more.item, &ShippedItem::item);
    if (same == items.end())
        items.push_back(more);
    else
        same->quantity += more.quantity;
}

bool same_quantities(const std::vector<ShippedItem>& left, const std::vector<ShippedItem>& right) {
    return std::ranges::is_permutation(left, right, [](const auto& one, const auto& other) {
        return one.item == other.item && one.quantity == other.quantity;
    });
}

}  // namespace

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

bool is_part_of(const Shipment& shipment, const std::vector<ShippedItem>& items) {
    return std::ranges::all_of(shipment.items, [&](const ShippedItem& part) {
        const auto found = std::ranges::find(items, part.item, &ShippedItem::item);
        return found != items.end() && found->quantity >= part.quantity;
    });
}

bool is_open(const Shipment& shipment) {
    return shipment.status == ShipmentStatus::created || shipment.status == ShipmentStatus::pending;
}

bool has_left(const Shipment& shipment) {
    return shipment.status == ShipmentStatus::shipped ||
           shipment.status == ShipmentStatus::delivered;
}

std::int64_t pieces_of(const Shipment& shipment, const orders::OrderItemId& item) {
    const auto found = std::ranges::find(shipment.items, item, &ShippedItem::item);
    return found == shipment.items.end() ? 0 : found->quantity;
}

Packing pack(const std::vector<Shipment>& shipments, const std::vector<ShippedItem>& remaining) {
    std::vector<Shipment> open;
    std::ranges::copy_if(shipments, std::back_inserter(open), is_open);
    std::ranges::sort(
        open, {}, [](const Shipment& shipment) { return std::pair(shipment.status, shipment.id); });

    auto left = remaining;
    std::vector<std::vector<ShippedItem>> kept;
    for (const auto& shipment : open) {
        auto& items = kept.emplace_back();
        for (auto item : shipment.items) {
            const auto of = std::ranges::find(left, item.item, &ShippedItem::item);
            item.quantity = of == left.end() ? 0 : std::min(item.quantity, of->quantity);
            if (item.quantity == 0) continue;
            of->quantity -= item.quantity;
            items.push_back(item);
        }
    }
    std::erase_if(left, [](const ShippedItem& item) { return item.quantity == 0; });

    Packing packing;
    const auto pending = std::ranges::find(open, ShipmentStatus::pending, &Shipment::status);
    if (pending == open.end())
        packing.rest = left;
    else
        for (const auto& item : left)
            add(kept[static_cast<std::size_t>(pending - open.begin())], item);
    for (std::size_t index = 0; index < open.size(); ++index) {
        if (same_quantities(open[index].items, kept[index])) continue;
        open[index].items = std::move(kept[index]);
        packing.changed.push_back(std::move(open[index]));
    }
    return packing;
}

}  // namespace kontor::shipping
