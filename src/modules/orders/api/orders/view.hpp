#pragma once

#include "orders/orders.hpp"
#include "orders/refunds.hpp"
#include "payments/payments.hpp"
#include "shipping/shipping.hpp"

namespace kontor::orders {

struct PaymentView {
    payments::PaymentId id;
    std::string provider;
    payments::PaymentStatus status{};
    platform::Money amount;
    std::optional<payments::TransferInstructions> instructions{};
    std::optional<payments::NextAction> next_action{};
};
BOOST_DESCRIBE_STRUCT(PaymentView, (), (id, provider, status, amount, instructions, next_action))

struct ShipmentView {
    shipping::ShipmentId id;
    shipping::ShipmentStatus status{};
    std::optional<std::string> carrier;
    std::optional<std::string> tracking_number;
};
BOOST_DESCRIBE_STRUCT(ShipmentView, (), (id, status, carrier, tracking_number))

// The order as clients get it (the contract's `order`), from every route that answers one.
struct OrderView {
    OrderId id;
    std::string number;
    Status status{};
    PaymentState payment_status{};
    FulfilmentState fulfilment_status{};
    std::string email;
    std::vector<OrderItem> items;
    pricing::Totals totals;
    shipping::Address shipping_address;
    shipping::Address billing_address;
    std::vector<PaymentView> payments;
    std::vector<ShipmentView> shipments;
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
    std::optional<pricing::CalculatedFreight> freight;
    std::vector<std::string> coupons;
    std::optional<std::string> vat_id;
    std::optional<std::string> cancellation_reason;
    platform::Time created_at;
    std::optional<std::string> guest_token;              // to a guest, when the order is made
    std::optional<std::vector<TimelineEntry>> timeline;  // to staff
    std::vector<OrderRefund> refunds{};
    platform::Money amount_due{};
};
BOOST_DESCRIBE_STRUCT(OrderView, (),
                      (id, number, status, payment_status, fulfilment_status, email, items, totals,
                       amount_due, shipping_address, billing_address, payments, refunds, shipments,
                       discounts, taxes, freight, coupons, vat_id, cancellation_reason, created_at,
                       guest_token, timeline))

OrderView view_of(const Order& order, const std::vector<payments::Payment>& payments,
                  const std::vector<shipping::Shipment>& shipments);

}  // namespace kontor::orders
