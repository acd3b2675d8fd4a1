// Orders that staff took down, paid like any other purchase.
#include "basket.hpp"
#include "service.hpp"

namespace kontor::checkout {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

// The draft's prices are its own: they stay what the customer was told.
Result<orders::Order> Service::prepare_draft(store::Row& row, const orders::OrderId& id,
                                             const DraftPayment& payment) {
    const auto opened = stations_.drafts.open(id, payment.actor);
    if (!opened) return opened.error();
    const auto& order = opened->order;
    if (payment.expected_total && *payment.expected_total != order.totals.total)
        return cart_changed(order.totals.total);
    row.id = CheckoutId(order.checkout);
    row.cart = cart::CartId(opened->cart);
    row.customer = opened->owner.customer;
    row.guest_token_hash = opened->owner.guest_token_hash;
    row.email = order.email;
    row.shipping_address.emplace(order.shipping_address);
    row.billing_address.value = order.billing_address;
    row.vat_id = order.terms.vat_id;
    row.created_at = clock_.now();
    claim(row);
    row.order_id = id;
    database_.transact([&](Tx& tx) { store::insert(tx, row); });
    if (const auto held = hold(row, goods_of(order)); !held) return held.error();
    if (const auto redeemed =
            stations_.pricing.redeem(id.uuid(), order.terms.discounts, {row.customer, row.email});
        !redeemed)
        return redeemed.error();
    return order;
}

Result<Outcome> Service::place_draft(const orders::OrderId& id, const DraftPayment& payment) {
    store::Row row;
    auto request = request_of(payment.payment, {});
    if (const auto ready = stations_.payments.ready(request); !ready) return ready.error();
    const auto order = database_.together([&] { return prepare_draft(row, id, payment); },
                                          platform::Commit::with_the_next);
    if (!order) return order.error();
    if (order->totals.total.amount == 0) return complete_tendered(std::move(row), *order);
    request.order = id;
    request.amount = order->totals.total;
    request.tax = order->totals.tax.amount;
    const auto paid = stations_.payments.charge(request);
    if (!paid) {
        withdraw(row, "payment_refused");
        return paid.error();
    }
    row.payment = paid->payment.id;
    return conclude(row, *paid, *order);
}

}  // namespace kontor::checkout
