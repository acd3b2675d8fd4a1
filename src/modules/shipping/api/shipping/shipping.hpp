#pragma once

#include "orders/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "shipping/address.hpp"
#include "shipping/events.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::shipping {

// What decides which options there are and what they cost.
struct Parcel {
    std::string country;  // empty: nobody said where to, so that it can only be fetched
    platform::Money subtotal;
    std::int64_t weight_grams = 0;
    std::int64_t quantity = 0;
    std::optional<std::string> region{};
    std::optional<std::string> postal_code{};
    // Whether a carrier may be asked what it takes, which waits for its answer: never inside a
    // transaction. What it said lately counts either way.
    bool ask_carriers = false;
};
BOOST_DESCRIBE_STRUCT(Parcel, (),
                      (country, subtotal, weight_grams, quantity, region, postal_code,
                       ask_carriers))

// pickup: the customer fetches it at the address of the option.
enum class OptionKind { delivery, pickup };
BOOST_DESCRIBE_ENUM(OptionKind, delivery, pickup)

struct ShippingOption {
    std::string id;  // "standard"
    std::string name;
    platform::Money price;
    std::int64_t min_days = 0;
    std::int64_t max_days = 0;
    OptionKind kind = OptionKind::delivery;
    std::optional<std::string> carrier{};
    std::optional<Address> address{};
};
BOOST_DESCRIBE_STRUCT(ShippingOption, (),
                      (id, name, price, min_days, max_days, kind, carrier, address))

// created: set aside by staff, not to be packed yet. pending: to be packed.
enum class ShipmentStatus { created, pending, shipped, delivered, cancelled };
BOOST_DESCRIBE_ENUM(ShipmentStatus, created, pending, shipped, delivered, cancelled)

struct Shipment {
    ShipmentId id;
    orders::OrderId order;
    ShipmentStatus status = ShipmentStatus::pending;
    std::vector<ShippedItem> items;
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::optional<platform::Time> shipped_at;
    std::optional<platform::Time> delivered_at;
};
BOOST_DESCRIBE_STRUCT(Shipment, (),
                      (id, order, status, items, carrier, tracking_number, shipped_at,
                       delivered_at))

// Everything that shipping must know of an order to send it.
struct Consignment {
    orders::OrderId order;
    platform::Uuid checkout;
    std::vector<ShippedItem> items;
    Address address;
};
BOOST_DESCRIBE_STRUCT(Consignment, (), (order, checkout, items, address))

struct Dispatch {
    Consignment consignment;                        // the whole order
    std::optional<std::vector<ShippedItem>> items;  // default: all that is not shipped yet
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
    std::string actor = "staff";  // who sends it, as in the order's timeline
};
BOOST_DESCRIBE_STRUCT(Dispatch, (), (consignment, items, carrier, tracking_number, actor))

// Rates and shipments. Thread-safe.
class Shipping {
public:
    virtual ~Shipping() = default;

    // Cheapest first; none where nobody delivers.
    virtual std::vector<ShippingOption> options(const Parcel& parcel) = 0;
    // Refuses shipping.no_such_option (invalid).
    virtual platform::Result<ShippingOption> option(const std::string& id,
                                                    const Parcel& parcel) = 0;
    // Sends items of a pending shipment, or what of the order is not shipped yet. Makes the
    // pending shipment when its fact has not arrived. Refuses shipping.nothing_to_ship,
    // shipping.quantity_exceeds_order (conflict).
    virtual platform::Result<Shipment> ship(const Dispatch& dispatch) = 0;
    // Nothing of the order is sent from now on. Refuses invalid_transition (conflict) when
    // something has been sent. Asking again changes nothing.
    virtual platform::Result<> call_off(const Consignment& consignment) = 0;
    // A return speaks for these pieces of the order until it is over, and for those that came in
    // from then on: no shipment brings them back beside it. Part of the transaction that makes the
    // return; until that ends the order's shipments stay as they are.
    virtual void expect_back(const orders::OrderId& order, const platform::Uuid& return_id,
                             const std::vector<ShippedItem>& items) = 0;
    // Refuses shipping.no_such_shipment, invalid_transition (conflict).
    virtual platform::Result<Shipment> deliver(const ShipmentId& id) = 0;
    virtual std::vector<Shipment> shipments_of(const std::vector<orders::OrderId>& orders) = 0;
    // As they were then, in id, status, carrier and tracking number.
    virtual std::vector<Shipment> shipments_at(const orders::OrderId& order, platform::Time at) = 0;
};

}  // namespace kontor::shipping
