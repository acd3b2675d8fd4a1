#include "addressing.hpp"
#include "backing.hpp"
#include "basket.hpp"
#include "service.hpp"
#include "states.hpp"

#include <algorithm>

namespace kontor::checkout {

using payments::PaymentStatus;
using platform::Commit;
using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

auth::Shopper cart_owner(const store::Row& row, const Completion& completion) {
    return {row.customer, completion.cart_token_hash.value_or(row.guest_token_hash)};
}

}  // namespace

Result<Outcome> Service::complete(const CheckoutId& id, const auth::Shopper& shopper,
                                  const Completion& completion) {
    std::optional<store::Row> row;
    return run(row, shopper, completion, [&](Tx& tx) -> Result<> {
        row = store::select_for_update(tx, id);
        if (!row || !shopper.stands_for(row->owner())) {
            row.reset();
            return no_such_checkout();
        }
        if (row->status == CheckoutStatus::expired)
            return check_transition(row->status, CheckoutStatus::completing).error();
        if (row->status != CheckoutStatus::open) return in_progress();
        if (!row->customer) row->customer = shopper.customer;
        claim(*row);
        row->payment.reset();
        store::update(tx, *row);
        return {};
    });
}

Result<Outcome> Service::buy(const auth::Shopper& shopper, const Purchase& purchase,
                             const std::optional<std::string>& language) {
    std::optional<store::Row> row(std::in_place);
    row->id = CheckoutId::make();
    row->cart = purchase.cart_id;
    row->customer = shopper.customer;
    row->guest_token_hash = shopper.guest_token_hash;
    row->email = purchase.email.value();
    if (const auto set = set_addresses(*row, stations_.addresses, GivenAddresses::of(purchase));
        !set)
        return set.error();
    if (purchase.shipping_option_id) row->shipping_option = purchase.shipping_option_id->value();
    if (purchase.vat_id) row->vat_id = purchase.vat_id->value();
    row->language = language;
    row->created_at = clock_.now();
    claim(*row);
    const Completion completion{
        purchase.payment,      purchase.expected_total,     purchase.gift_cards,
        purchase.store_credit, purchase.store_credit_limit, purchase.cart_token_hash};
    return run(row, shopper, completion, [&](Tx& tx) -> Result<> {
        store::insert(tx, *row);
        return {};
    });
}

void Service::claim(store::Row& row) const {
    enter(row.status, CheckoutStatus::completing).value();
    row.order_id = orders::OrderId::make();
    row.hold_expires_at = hold_until();
    row.claimed_until = clock_.now() + std::chrono::seconds(config_.claim_seconds);
}

Result<Outcome> Service::run(std::optional<store::Row>& row, const auth::Shopper& shopper,
                             const Completion& completion,
                             const std::function<Result<>(Tx&)>& begin) {
    payments::PaymentRequest request;
    if (completion.payment) {
        request = request_of(*completion.payment, shopper);
        if (const auto ready = stations_.payments.ready(request); !ready) return ready.error();
    }
    const auto prepared = database_.together(
        [&]() -> Result<Prepared> {
            if (const auto begun = database_.transact(begin); !begun) return begun.error();
            if (const auto may = check_spender(*row, shopper, completion); !may) return may.error();
            if (row->customer)
                if (const auto held = stations_.accounts.hold(*row->customer); !held)
                    return held.error();
            return prepare(*row, completion);
        },
        Commit::with_the_next, platform::Checks::at_the_end);
    if (!prepared) {
        // Whoever got there first with this cart, by another device or another try.
        if (row && prepared.error().kind == ErrorKind::conflict)
            if (auto outcome = earlier(*row, completion)) return *std::move(outcome);
        return prepared.error();
    }
    const auto& order = prepared->order;
    const auto& totals = order.totals;
    if (row->tendered == totals.total.amount) return complete_tendered(*std::move(row), order);

    request.order = *row->order_id;
    request.amount = {totals.total.amount - row->tendered, totals.total.currency};
    request.tax = totals.tax.amount - prepared->tendered_tax;
    const auto charged = stations_.payments.charge(request);
    if (!charged) {
        withdraw(*row, "payment_refused");
        return charged.error();
    }
    row->payment = charged->payment.id;
    return conclude(*std::move(row), *charged, order);
}

Result<Service::Prepared> Service::prepare(store::Row& row, const Completion& completion) {
    const auto contents =
        stations_.cart.claim(row.cart, cart_owner(row, completion), row.id.uuid());
    if (!contents) return contents.error();
    const auto offered = offer(row, *contents);
    if (!offered) return offered.error();
    if (const auto valid = check_coupons(row, offered->quote); !valid) return valid.error();
    const auto& calculation = offered->quote.calculation;
    const auto& total = calculation.totals.total;
    if (completion.expected_total && *completion.expected_total != total)
        return cart_changed(total);

    release_superseded(
        database_.transact([&](Tx& tx) { return store::supersede(tx, row.cart, row.id); }));
    auto order = place_pending(row, *contents, *offered);
    if (!order) return order.error();
    if (const auto held = hold(row, goods_of(*order)); !held) return held.error();
    const auto tendered_tax = hold_tenders(row, completion, calculation.totals);
    if (!tendered_tax) return tendered_tax.error();
    // Last, because a coupon that many use is a row that all of them wait for.
    if (const auto redeemed = stations_.pricing.redeem(row.order_id->uuid(), calculation.discounts,
                                                       {row.customer, row.email});
        !redeemed)
        return redeemed.error();
    return Prepared{*std::move(order), *tendered_tax};
}

Result<> Service::check_coupons(const store::Row& row, const pricing::Quote& quote) {
    const auto& eligible_later = quote.calculation.idle_coupons;
    for (const auto& idle : quote.idle_coupons) {
        const auto valid = stations_.pricing.coupon(idle.code, {row.customer, row.email});
        if (valid) continue;
        const auto& error = valid.error();
        const bool may_wait = std::ranges::find(eligible_later, idle) != eligible_later.end();
        const bool is_others = error.code == "pricing.coupon_not_for_customer";
        if (may_wait && !is_others) continue;
        return Error{
            is_others ? ErrorKind::invalid : ErrorKind::conflict,
            error.code,
            error.message + " Take it out of the cart, and show the customer the new total.",
            {},
            {{"coupon", idle.code}}};
    }
    return {};
}

Result<orders::Order> Service::place_pending(const store::Row& row, const cart::Contents& contents,
                                             const Offer& offered) {
    const auto& calculation = offered.quote.calculation;
    auto terms = terms_of(row, calculation);
    if (is_fetched(offered.option)) terms.pickup = offered.option.id;
    return stations_.orders.place_pending(
        {*row.order_id, row.cart.uuid(), row.id.uuid(), row.owner(), row.email,
         items_of(contents, calculation), calculation.totals, offered.destination,
         row.billing_address.value, offered.option.name, std::move(terms), row.language});
}

Result<Outcome> Service::conclude(store::Row row, const payments::Charged& charged,
                                  const orders::Order& pending) {
    // What binds is recorded with the order that it pays for.
    if (is_binding(charged.payment.status))
        return complete_charged(std::move(row), charged, pending);
    const auto payment = stations_.payments.record(charged);
    switch (payment.status) {
        case PaymentStatus::captured:
        case PaymentStatus::authorized:
        case PaymentStatus::awaited:
            return complete_charged(std::move(row), {payment}, pending);
        case PaymentStatus::declined:
        case PaymentStatus::failed:
        case PaymentStatus::cancelled:
        case PaymentStatus::refunded:
            withdraw(std::move(row), "payment_refused");
            return declined(payment);
        case PaymentStatus::requires_action:
            enter(row.status, CheckoutStatus::requires_action).value();
            row.claimed_until = row.hold_expires_at;
            break;
        case PaymentStatus::created:
        case PaymentStatus::processing:
            enter(row.status, CheckoutStatus::processing).value();
            break;
    }
    save(row);
    return Outcome(Unfinished{row.status, row.id, payment.id, payment.next_action});
}

Result<Outcome> Service::complete_charged(store::Row row, const payments::Charged& charged,
                                          const orders::Order& pending) {
    const auto tendered = row.tendered;
    auto order = finish(std::move(row), charged, pending);
    if (!order) return order.error();
    if (tendered > 0) return completed(*std::move(order));
    return Outcome(Completed{*std::move(order), {charged.payment}});
}

std::optional<Result<Outcome>> Service::earlier(const store::Row& late,
                                                const Completion& completion) {
    const auto find = [&] {
        return database_.read(
            [&](Reader& reader) { return store::latest_of_cart(reader, late.cart); });
    };
    auto row = find();
    if (!row) return std::nullopt;
    if (!completion.cart_token_hash && !cart_owner(late, completion).stands_for(row->owner()))
        return std::nullopt;
    if (row->status != CheckoutStatus::completed && row->claimed_until < clock_.now()) {
        recover(*row);
        row = find();
        if (!row) return std::nullopt;
    }
    if (row->status == CheckoutStatus::completed) {
        auto order = stations_.orders.order(*row->order_id, std::nullopt);
        if (!order) return order.error();
        return Result<Outcome>(
            Completed{*std::move(order), stations_.payments.payments_of(*row->order_id)});
    }
    if (row->status == CheckoutStatus::completing || !row->payment) return in_progress();
    Unfinished unfinished{row->status, row->id, *row->payment, std::nullopt};
    for (const auto& payment : stations_.payments.payments_of(*row->order_id))
        if (payment.id == *row->payment) unfinished.next_action = payment.next_action;
    return Result<Outcome>(Outcome(std::move(unfinished)));
}

}  // namespace kontor::checkout
