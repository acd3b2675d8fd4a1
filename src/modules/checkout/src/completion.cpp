#include "addressing.hpp"
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

orders::Funding funding_of(const payments::Payment& payment, std::int64_t tendered) {
    orders::Funding funding({payment.captured.amount + tendered, payment.amount.currency});
    if (payment.status == PaymentStatus::authorized) funding.authorized = payment.amount.amount;
    funding.goods_may_leave = payment.goods_may_leave;
    return funding;
}

Error declined(const payments::Payment& payment) {
    return {ErrorKind::payment_refused, "payment_declined",
            payment.refusal.value_or("The payment was refused. Choose another means of payment.")};
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
    const Completion completion{purchase.payment, purchase.expected_total, purchase.gift_cards,
                                purchase.store_credit, purchase.store_credit_limit};
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
            return prepare(*row, completion);
        },
        Commit::with_the_next);
    if (!prepared) {
        // Whoever got there first with this cart, by another device or another try.
        if (row && prepared.error().kind == ErrorKind::conflict)
            if (auto outcome = earlier(row->cart, row->owner())) return *std::move(outcome);
        return prepared.error();
    }
    const auto& totals = prepared->calculation.totals;
    const auto goods = goods_of(prepared->contents, prepared->destination);
    const bool is_covered = row->tendered == totals.total.amount;
    if (is_covered && (row->tendered > 0 || !completion.payment))
        return complete_tendered(*std::move(row), totals.total, goods);

    request.order = *row->order_id;
    request.amount = {totals.total.amount - row->tendered, totals.total.currency};
    request.tax = totals.tax.amount - prepared->tendered_tax;
    const auto payment = stations_.payments.pay(request);
    if (!payment) {
        withdraw(*row, "payment_refused");
        return payment.error();
    }
    row->payment = payment->id;
    return conclude(*std::move(row), *payment, goods);
}

Result<Service::Prepared> Service::prepare(store::Row& row, const Completion& completion) {
    auto contents = stations_.cart.claim(row.cart, row.owner(), row.id.uuid());
    if (!contents) return contents.error();
    auto offered = offer(row, *contents);
    if (!offered) return offered.error();
    if (const auto valid = check_coupons(row, offered->quote); !valid) return valid.error();
    Prepared prepared{*std::move(contents), std::move(offered->option.name),
                      std::move(offered->destination), std::move(offered->quote.calculation)};
    const auto& total = prepared.calculation.totals.total;
    if (completion.expected_total && *completion.expected_total != total)
        return cart_changed(total);

    release_superseded(
        database_.transact([&](Tx& tx) { return store::supersede(tx, row.cart, row.id); }));
    if (const auto order = place_pending(row, prepared); !order) return order.error();
    if (const auto held = hold(row, goods_of(prepared.contents, prepared.destination)); !held)
        return held.error();
    const auto tendered_tax = hold_tenders(row, completion, prepared.calculation.totals);
    if (!tendered_tax) return tendered_tax.error();
    prepared.tendered_tax = *tendered_tax;
    // Last, because a coupon that many use is a row that all of them wait for.
    if (const auto redeemed = stations_.pricing.redeem(
            row.order_id->uuid(), prepared.calculation.discounts, {row.customer, row.email});
        !redeemed)
        return redeemed.error();
    return prepared;
}

Result<> Service::check_coupons(const store::Row& row, const pricing::Quote& quote) {
    const auto& eligible_later = quote.calculation.idle_coupons;
    for (const auto& idle : quote.idle_coupons) {
        if (std::ranges::find(eligible_later, idle) != eligible_later.end()) continue;
        const auto valid = stations_.pricing.coupon(idle.code, {row.customer, row.email});
        if (!valid)
            return Error{ErrorKind::conflict,
                         valid.error().code,
                         valid.error().message +
                             " Take it out of the cart, and show the customer "
                             "the new total.",
                         {},
                         {{"coupon", idle.code}}};
    }
    return {};
}

Result<orders::Order> Service::place_pending(const store::Row& row, const Prepared& prepared) {
    return stations_.orders.place_pending(
        {*row.order_id, row.cart.uuid(), row.id.uuid(), row.owner(), row.email,
         items_of(prepared.contents, prepared.calculation), prepared.calculation.totals,
         prepared.destination, row.billing_address.value, prepared.shipping_option,
         terms_of(row, prepared.calculation), row.language});
}

Result<Outcome> Service::conclude(store::Row row, const payments::Payment& payment,
                                  const Goods& goods) {
    switch (payment.status) {
        case PaymentStatus::captured:
        case PaymentStatus::authorized:
        case PaymentStatus::awaited: {
            const auto tendered = row.tendered;
            auto order = finish(std::move(row), funding_of(payment, tendered), goods);
            if (!order) return order.error();
            if (tendered > 0) return completed(*std::move(order));
            return Outcome(Completed{*std::move(order), {payment}});
        }
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

std::optional<Result<Outcome>> Service::earlier(const cart::CartId& cart,
                                                const auth::Shopper& shopper) {
    const auto find = [&] {
        return database_.read([&](Reader& reader) { return store::latest_of_cart(reader, cart); });
    };
    auto row = find();
    if (!row || !shopper.stands_for(row->owner())) return std::nullopt;
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
