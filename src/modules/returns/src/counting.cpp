#include "counting.hpp"

#include "refusals.hpp"

#include <algorithm>

namespace kontor::returns {

using orders::OrderItem;
using platform::Error;
using platform::Result;
using platform::Time;
using shipping::ShipmentStatus;

namespace {

Error exceeds_shipped(std::size_t index, const OrderItem& item, std::int64_t returnable) {
    auto error = conflict("returns.quantity_exceeds_shipped",
                          "No more than " + std::to_string(returnable) + " of " + item.sku +
                              " can be returned: the others were not shipped, or are back or on "
                              "their way already.",
                          at("items", index, "quantity"));
    error.details.emplace_back("returnable", returnable);
    return error;
}

Error too_late(std::size_t index, const OrderItem& item, std::int64_t returnable,
               const std::optional<Time>& until) {
    auto message = "The time to return " + item.sku + " is over.";
    if (returnable > 0)
        message = "No more than " + std::to_string(returnable) + " of " + item.sku +
                  " can be returned: for the others the time is over.";
    auto error = conflict("returns.too_late", message, at("items", index, "quantity"));
    error.details.emplace_back("returnable", returnable);
    if (until) error.details.emplace_back("returnable_until", platform::to_rfc3339(*until));
    return error;
}

std::int64_t claimed_of(const std::vector<Claimed>& claimed, const orders::OrderItemId& item) {
    const auto found = std::ranges::find(claimed, item, &Claimed::item);
    return found == claimed.end() ? 0 : found->pieces;
}

Result<> check(std::size_t index, const OrderItem& item, const Count& count,
               std::int64_t quantity) {
    const auto found = count.shipped.find(item.id);
    const auto shipped = found == count.shipped.end() ? Shipped{} : found->second;
    const auto left =
        std::max<std::int64_t>(shipped.pieces - claimed_of(count.claimed, item.id), 0);
    if (quantity > left) return exceeds_shipped(index, item, left);
    // Of several parcels the pieces that came first are taken to be those that went back.
    const auto in_time = std::min(shipped.in_time, left);
    if (count.in_time_only && quantity > in_time)
        return too_late(index, item, in_time, shipped.until);
    return {};
}

}  // namespace

ShippedByItem shipped_by_item(const std::vector<shipping::Shipment>& shipments,
                              std::chrono::days period, Time now) {
    ShippedByItem shipped;
    for (const auto& shipment : shipments) {
        if (shipment.status != ShipmentStatus::shipped &&
            shipment.status != ShipmentStatus::delivered)
            continue;
        std::optional<Time> until;
        if (shipment.delivered_at) until = *shipment.delivered_at + period;
        for (const auto& item : shipment.items) {
            auto& line = shipped[item.item];
            line.pieces += item.quantity;
            if (!until || now <= *until) line.in_time += item.quantity;
            line.until = std::max(line.until, until);
        }
    }
    return shipped;
}

Result<std::vector<ReturnItem>> items_of(const orders::Order& order, const Count& count,
                                         const std::vector<ItemToReturn>& wanted) {
    if (wanted.empty())
        return invalid("returns.nothing_to_return", "Name at least one item to return.", "/items");
    std::vector<ReturnItem> items;
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const auto& [id, quantity, reason] = wanted[index];
        const auto item = std::ranges::find(order.items, id, &OrderItem::id);
        if (item == order.items.end())
            return invalid("returns.no_such_item", "The order has no such item.",
                           at("items", index, "item_id"));
        if (std::ranges::find(items, id, &ReturnItem::item_id) != items.end())
            return invalid("returns.item_twice", "Name an item once, with all its pieces.",
                           at("items", index, "item_id"));
        if (const auto checked = check(index, *item, count, quantity); !checked)
            return checked.error();
        items.push_back(
            {id, item->variant_id, item->sku, item->title, quantity, reason.value(), 0, 0});
    }
    return items;
}

}  // namespace kontor::returns
