#include "service.hpp"

#include "addressing.hpp"
#include "basket.hpp"
#include "states.hpp"

namespace kontor::checkout {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

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

// What is over is not opened again; what is under way opens when its payment comes to nothing.
Error not_open(CheckoutStatus status) {
    const auto opens = check_transition(status, CheckoutStatus::open);
    return opens ? in_progress() : opens.error();
}

Error changed_meanwhile() {
    return {ErrorKind::precondition_failed, "checkout.changed_meanwhile",
            "The checkout was changed after it had been read. Read it again, then repeat the "
            "change."};
}

Error empty_cart() {
    return {ErrorKind::invalid,
            "cart.empty",
            "The cart is empty: put something into it first.",
            {{"/cart_id", "empty", "must be a cart with items"}}};
}

Error cart_over(cart::CartStatus status) {
    return {ErrorKind::conflict, "cart.not_active",
            "The cart is " + std::string(platform::enum_name(status)) +
                " and cannot be bought any more. Create a new one."};
}

Error no_delivery(const std::string& country) {
    return {ErrorKind::invalid,
            "checkout.no_delivery",
            "Nothing in this cart can be delivered to " + country + ".",
            {{"/shipping_address/country", "no_delivery", "must be a country we deliver to"}}};
}

void add_prices(CheckoutState& state, pricing::Quote quote) {
    state.totals = quote.calculation.totals;
    state.discounts = std::move(quote.calculation.discounts);
    state.taxes = std::move(quote.calculation.taxes);
    state.idle_coupons = std::move(quote.idle_coupons);
}

Error nothing_to_fetch() {
    return {ErrorKind::invalid,
            "checkout.shipping_address_needed",
            "Only what is fetched needs no shipping address: choose a pick-up, or give one.",
            {{"/shipping_address", "required", "must be given for what is not fetched"}}};
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

void Service::release_merged() {
    const auto over = database_.read([](Reader& reader) { return store::to_release(reader, 100); });
    if (over.empty()) return;
    release_superseded(over);
    database_.transact([&](Tx& tx) { store::strike(tx, over); });
}

Result<Service::Offer> Service::offer(const store::Row& row, const cart::Contents& contents,
                                      Carriers carriers) {
    auto request = request_of(row, contents);
    const auto goods = stations_.pricing.quote(request).calculation.totals;
    auto parcel = parcel_of(row, contents, goods);
    parcel.ask_carriers = carriers == Carriers::asked;
    Offer offer;
    offer.options = stations_.shipping.options(parcel);
    if (row.shipping_option) {
        auto chosen = stations_.shipping.option(*row.shipping_option, parcel);
        if (!chosen) return row.shipping_address ? chosen.error() : nothing_to_fetch();
        offer.option = *std::move(chosen);
    } else {
        if (offer.options.empty())
            return row.shipping_address ? no_delivery(parcel.country) : nothing_to_fetch();
        offer.option = offer.options.front();
    }
    request.freight = {offer.option.id, offer.option.price};
    offer.destination =
        is_fetched(offer.option) ? *offer.option.address : row.shipping_address->value;
    tax_at(request, offer.destination);
    offer.quote = stations_.pricing.quote(request);
    return offer;
}

Result<CheckoutState> Service::describe(const store::Row& row) {
    if (row.status == CheckoutStatus::completed) return describe_completed(row);
    const auto contents = stations_.cart.contents(row.cart, row.buyer());
    if (!contents) return contents.error();
    return describe(row, *contents);
}

CheckoutState Service::outline(const store::Row& row) {
    CheckoutState state;
    state.id = row.id;
    state.status = row.status;
    state.cart_id = row.cart;
    state.email = row.email;
    if (row.shipping_address) state.shipping_address = row.shipping_address->value;
    state.billing_address = row.billing_address.value;
    state.vat_id = row.vat_id;
    state.hold_expires_at = row.hold_expires_at;
    return state;
}

Result<CheckoutState> Service::describe_completed(const store::Row& row) {
    const auto order = stations_.orders.order(*row.order_id, std::nullopt);
    if (!order) return order.error();
    auto state = outline(row);
    state.order_id = row.order_id;
    state.totals = order->totals;
    state.discounts = order->terms.discounts;
    state.taxes = order->terms.taxes;
    return state;
}

CheckoutState Service::describe(const store::Row& row, const cart::Contents& contents) {
    auto state = outline(row);
    state.warnings = contents.warnings;
    if (row.status == CheckoutStatus::requires_action && row.order_id)
        for (const auto& payment : stations_.payments.payments_of(*row.order_id))
            if (payment.next_action) state.next_action = payment.next_action;
    auto offered = offer(row, contents);
    if (!offered) {
        describe_undeliverable(state, row, contents, offered.error());
        return state;
    }
    state.shipping_options = std::move(offered->options);
    state.shipping_option_id = offered->option.id;
    add_prices(state, std::move(offered->quote));
    return state;
}

// The cart outgrew what was chosen, or the shop has stopped offering it.
void Service::describe_undeliverable(CheckoutState& state, const store::Row& row,
                                     const cart::Contents& contents, const Error& reason) {
    auto quote = stations_.pricing.quote(request_of(row, contents));
    state.shipping_options =
        stations_.shipping.options(parcel_of(row, contents, quote.calculation.totals));
    state.warnings.push_back({"shipping_unavailable", {}, {}, reason.message});
    add_prices(state, std::move(quote));
}

Result<> Service::hold(const store::Row& row, const Goods& goods) {
    return stations_.inventory.reserve(row.id.uuid(), goods.quantities, *row.hold_expires_at,
                                       goods.country);
}

Result<cart::Contents> Service::contents_to_buy(const store::Row& row) {
    auto contents = stations_.cart.contents(row.cart, row.buyer());
    if (!contents) return contents;
    if (contents->status == cart::CartStatus::completing) return in_progress();
    if (contents->status != cart::CartStatus::active) return cart_over(contents->status);
    if (contents->items.empty()) return empty_cart();
    return contents;
}

Result<CheckoutState> Service::begin(const auth::Shopper& shopper, const NewCheckout& checkout,
                                     const std::optional<std::string>& language) {
    store::Row row;
    row.id = CheckoutId::make();
    row.cart = checkout.cart_id;
    row.customer = shopper.customer;
    row.guest_token_hash = shopper.guest_token_hash;
    row.email = checkout.email.value();
    if (const auto set = set_addresses(row, stations_.addresses, GivenAddresses::of(checkout));
        !set)
        return set.error();
    if (checkout.vat_id) row.vat_id = checkout.vat_id->value();
    row.language = language;
    row.hold_expires_at = hold_until();
    row.created_at = clock_.now();

    const auto contents = contents_to_buy(row);
    if (!contents) return contents.error();
    const auto offered = offer(row, *contents, Carriers::asked);
    if (!offered) return offered.error();
    const auto goods = goods_of(*contents, offered->destination);

    const auto begun = database_.together([&]() -> Result<> {
        release_superseded(
            database_.transact([&](Tx& tx) { return store::supersede(tx, row.cart, row.id); }));
        if (const auto held = hold(row, goods); !held) return held.error();
        database_.transact([&](Tx& tx) { store::insert(tx, row); });
        stations_.cart.note_email(row.cart, checkout.email);
        return {};
    });
    if (!begun) return begun.error();
    return describe(row, *contents);
}

Result<store::Row> Service::amend(const CheckoutId& id, const auth::Shopper& shopper,
                                  const CheckoutChange& change, const ChosenAddresses& addresses) {
    return database_.transact([&](Tx& tx) -> Result<store::Row> {
        auto row = store::select_for_update(tx, id);
        if (!row || !shopper.stands_for(row->owner())) return no_such_checkout();
        if (row->status != CheckoutStatus::open) return not_open(row->status);
        if (change.seen_hold && row->hold_expires_at != change.seen_hold)
            return changed_meanwhile();
        if (!row->customer) row->customer = shopper.customer;
        if (change.email) row->email = change.email->value();
        if (addresses.shipping) row->shipping_address.emplace(*addresses.shipping);
        if (addresses.billing) row->billing_address.value = *addresses.billing;
        if (change.shipping_option_id) row->shipping_option = change.shipping_option_id->value();
        if (change.vat_id) row->vat_id = change.vat_id->value();
        row->hold_expires_at = hold_until();
        store::update(tx, *row);
        return *std::move(row);
    });
}

void Service::ask_carriers(const CheckoutId& id, const auth::Shopper& shopper,
                           const shipping::Address& address) {
    auto row = database_.read([&](Reader& reader) { return store::select(reader, id); });
    if (!row || !shopper.stands_for(row->owner()) || row->status != CheckoutStatus::open) return;
    row->shipping_address.emplace(address);
    if (const auto contents = contents_to_buy(*row))
        static_cast<void>(offer(*row, *contents, Carriers::asked));
}

Result<CheckoutState> Service::change(const CheckoutId& id, const auth::Shopper& shopper,
                                      const CheckoutChange& change) {
    const auto addresses =
        chosen_addresses(stations_.addresses, shopper, GivenAddresses::of(change));
    if (!addresses) return addresses.error();
    if (addresses->shipping) ask_carriers(id, shopper, *addresses->shipping);
    // The row stays locked until the hold is what it says, so that a purchase that completes at
    // the same time is not held for again.
    const auto row = database_.together([&]() -> Result<store::Row> {
        auto changed = amend(id, shopper, change, *addresses);
        if (!changed) return changed.error();
        const auto contents = contents_to_buy(*changed);
        if (!contents) return contents.error();
        const auto offered = offer(*changed, *contents);
        if (!offered) return offered.error();
        const auto held = hold(*changed, goods_of(*contents, offered->destination));
        if (!held) return held.error();
        if (change.email) stations_.cart.note_email(changed->cart, *change.email);
        return *std::move(changed);
    });
    if (!row) return row.error();
    return describe(*row);
}

Result<CheckoutState> Service::state(const CheckoutId& id, const auth::Shopper& shopper) {
    const auto row = database_.read([&](Reader& reader) { return store::select(reader, id); });
    if (!row || !shopper.stands_for(row->owner())) return no_such_checkout();
    return describe(*row);
}

}  // namespace kontor::checkout
