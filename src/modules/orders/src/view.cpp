#include "orders/view.hpp"

namespace kontor::orders {

OrderView view_of(const Order& order, const std::vector<payments::Payment>& payments,
                  const std::vector<shipping::Shipment>& shipments) {
    OrderView view{order.id,
                   order.number,
                   order.status,
                   order.payment_status,
                   order.fulfilment_status,
                   order.email,
                   order.items,
                   order.totals,
                   order.shipping_address,
                   order.billing_address,
                   {},
                   {},
                   order.terms.discounts,
                   order.terms.taxes,
                   order.terms.freight,
                   order.terms.coupons,
                   order.terms.vat_id,
                   order.cancellation_reason,
                   order.created_at,
                   {},
                   {}};
    view.amount_due = order.amount_due;
    for (const auto& payment : payments) {
        if (payment.order != order.id) continue;
        view.payments.push_back({payment.id, payment.provider, payment.status, payment.amount,
                                 payment.instructions, payment.next_action});
        // What staff looks for on a statement.
        if (auto& instructions = view.payments.back().instructions)
            instructions->reference = order.number;
    }
    for (const auto& shipment : shipments)
        if (shipment.order == order.id)
            view.shipments.push_back(
                {shipment.id, shipment.status, shipment.carrier, shipment.tracking_number});
    return view;
}

}  // namespace kontor::orders
