#include "service.hpp"

#include "basket.hpp"

namespace kontor::checkout {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

bool owns(const auth::Shopper& shopper, const store::Row& row) {
    if (row.customer && shopper.customer == row.customer) return true;
    return !row.guest_token_hash.empty() && shopper.guest_token_hash == row.guest_token_hash;
}

Error no_such_checkout() {
    return {ErrorKind::not_found, "checkout.no_such_checkout", "There is no such checkout."};
}

Error in_progress() {
    return {ErrorKind::conflict,
            "completion_in_progress",
            "This purchase is being completed at this moment. Ask again shortly.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

namespace {

Error not_open() {
    return {ErrorKind::conflict, "checkout.not_open",
            "This checkout is over or being paid: begin a new one with the cart."};
}

Error no_delivery(const std::string& country) {
    return {ErrorKind::invalid,
            "checkout.no_delivery",
            "Nothing in this cart can be delivered to " + country + ".",
            {{"/shipping_address/country", "no_delivery", "must be a country we deliver to"}}};
}

}  // namespace

platform::Time Service::hold_until() const {
    return clock_.now() + std::chrono::minutes(config_.hold_minutes);
}

void Service::save(const store::Row& row) {
    database_.transact([&](Tx& tx) { store::update(tx, row); });
}

void Service::release_superseded(const std::vector<CheckoutId>& checkouts) {
    for (const auto& checkout : checkouts) stations_.inventory.release(checkout.uuid());
}

Result<Service::Offer> Service::offer(const store::Row& row, const cart::Contents& contents) {
    auto request = request_of(row, contents);
    const auto goods = stations_.pricing.quote(request).calculation.totals;
    const auto parcel = parcel_of(row, contents, goods);
    Offer offer;
    offer.options = stations_.shipping.options(parcel);
    if (row.shipping_option) {
        auto chosen = stations_.shipping.option(*row.shipping_option, parcel);
        if (!chosen) return chosen.error();
        offer.option = *std::move(chosen);
    } else {
        if (offer.options.empty()) return no_delivery(parcel.country);
        offer.option = offer.options.front();
    }
    request.freight = {offer.option.id, offer.option.price};
    offer.quote = stations_.pricing.quote(request);
    return offer;
}

Result<CheckoutState> Service::describe(const store::Row& row) {
    const auto contents = stations_.cart.contents(row.cart, row.owner());
    if (!contents) return contents.error();
    return describe(row, *contents);
}

Result<CheckoutState> Service::describe(const store::Row& row, const cart::Contents& contents) {
    CheckoutState state;
    state.id = row.id;
    state.status = row.status;
    state.cart_id = row.cart;
    state.email = row.email;
    state.shipping_address = row.shipping_address.value;
    state.billing_address = row.billing_address.value;
    state.vat_id = row.vat_id;
    state.hold_expires_at = row.hold_expires_at;
    if (row.status == CheckoutStatus::completed) state.order_id = row.order_id;
    if (row.status == CheckoutStatus::requires_action && row.order_id)
        for (const auto& payment : stations_.payments.payments_of(*row.order_id))
            if (payment.next_action) state.next_action = payment.next_action;

    if (row.status == CheckoutStatus::completed) {
        const auto order = stations_.orders.order(*row.order_id, std::nullopt);
        if (!order) return order.error();
        state.totals = order->totals;
        state.discounts = order->terms.discounts;
        state.taxes = order->terms.taxes;
        return state;
    }
    auto offered = offer(row, contents);
    if (!offered) return offered.error();
    state.shipping_options = std::move(offered->options);
    state.shipping_option_id = offered->option.id;
    state.totals = offered->quote.calculation.totals;
    state.discounts = std::move(offered->quote.calculation.discounts);
    state.taxes = std::move(offered->quote.calculation.taxes);
    state.idle_coupons = std::move(offered->quote.idle_coupons);
    return state;
}

Result<CheckoutState> Service::begin(const auth::Shopper& shopper, const NewCheckout& checkout) {
    const auto contents = stations_.cart.contents(checkout.cart_id, shopper);
    if (!contents) return contents.error();
    if (contents->items.empty())
        return Error{ErrorKind::invalid,
                     "cart.empty",
                     "The cart is empty: put something into it first.",
                     {{"/cart_id", "empty", "must be a cart with items"}}};
    if (contents->status != cart::CartStatus::active) return in_progress();

    store::Row row;
    row.id = CheckoutId::make();
    row.cart = checkout.cart_id;
    row.customer = shopper.customer;
    row.guest_token_hash = shopper.guest_token_hash;
    row.email = checkout.email.value();
    row.shipping_address.value = checkout.shipping_address;
    row.billing_address.value = checkout.billing_address.value_or(checkout.shipping_address);
    if (checkout.vat_id) row.vat_id = checkout.vat_id->value();
    row.hold_expires_at = hold_until();
    row.created_at = clock_.now();
    if (const auto offered = offer(row, *contents); !offered) return offered.error();

    release_superseded(
        database_.transact([&](Tx& tx) { return store::supersede(tx, row.cart, row.id); }));
    if (const auto held = stations_.inventory.reserve(row.id.uuid(), quantities_of(*contents),
                                                      *row.hold_expires_at);
        !held)
        return held.error();
    database_.transact([&](Tx& tx) { store::insert(tx, row); });
    return describe(row, *contents);
}

Result<CheckoutState> Service::change(const CheckoutId& id, const auth::Shopper& shopper,
                                      const CheckoutChange& change) {
    const auto row = database_.transact([&](Tx& tx) -> Result<store::Row> {
        auto found = store::select_for_update(tx, id);
        if (!found || !owns(shopper, *found)) return no_such_checkout();
        if (found->status != CheckoutStatus::open) return not_open();
        if (change.email) found->email = change.email->value();
        if (change.shipping_address) found->shipping_address.value = *change.shipping_address;
        if (change.billing_address) found->billing_address.value = *change.billing_address;
        if (change.shipping_option_id) found->shipping_option = change.shipping_option_id->value();
        if (change.vat_id) found->vat_id = change.vat_id->value();
        found->hold_expires_at = hold_until();
        const auto contents = stations_.cart.contents(found->cart, shopper);
        if (!contents) return contents.error();
        if (const auto offered = offer(*found, *contents); !offered) return offered.error();
        store::update(tx, *found);
        return *std::move(found);
    });
    if (!row) return row.error();

    const auto contents = stations_.cart.contents(row->cart, shopper);
    if (!contents) return contents.error();
    if (const auto held =
            stations_.inventory.reserve(id.uuid(), quantities_of(*contents), *row->hold_expires_at);
        !held)
        return held.error();
    return describe(*row, *contents);
}

Result<CheckoutState> Service::state(const CheckoutId& id, const auth::Shopper& shopper) {
    const auto row = database_.read([&](Reader& reader) { return store::select(reader, id); });
    if (!row || !owns(shopper, *row)) return no_such_checkout();
    return describe(*row);
}

}  // namespace kontor::checkout
