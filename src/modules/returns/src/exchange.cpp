// What the customer gets instead is an order like any other (docs/adr/0014).
#include "exchange.hpp"

#include "addressing.hpp"
#include "refusals.hpp"
#include "returns/events.hpp"

namespace kontor::returns {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

Error no_exchange(const std::string& why) {
    return {ErrorKind::conflict, "returns.no_exchange", why};
}

Result<> may_be_ordered(const Return& made) {
    if (made.wish != Wish::exchange) return no_exchange("The customer wants no exchange.");
    switch (made.status) {
        case Status::approved:
        case Status::partially_received:
        case Status::received:
        case Status::refunded:
            return {};
        case Status::requested:
        case Status::rejected:
        case Status::cancelled:
            break;
    }
    return no_exchange("An exchange is ordered once its return is approved; this one is " +
                       std::string(platform::enum_name(made.status)) + ".");
}

// Nobody shows a token of this hash: whoever the order belongs to by now, the cart is the same, and
// not among the customer's own.
auth::Shopper cart_owner(const ReturnId& id) {
    return {std::nullopt, "exchange:" + platform::to_string(id.uuid())};
}

// A customer's order is opened by the customer only.
auth::Shopper buyer(const ReturnId& id, const auth::Shopper& owner) {
    if (!owner.customer && owner.guest()) return owner;
    return {owner.customer, cart_owner(id).guest_token_hash};
}

// What its return is worth to an exchange: other store credit of the customer stays the customer's.
std::int64_t credit_of(const Return& made) {
    return made.as_store_credit && made.refunded ? made.refunded->amount : 0;
}

checkout::Purchase purchase(const Return& made, const orders::Order& order,
                            const cart::CartId& cart, const ExchangeTerms& terms) {
    checkout::Purchase purchase;
    purchase.cart_id = cart;
    purchase.cart_token_hash = cart_owner(made.id).guest_token_hash;
    purchase.email = platform::EmailAddress::accept(order.email).value();
    purchase.shipping_address = address_of_customer(order);
    purchase.billing_address = order.billing_address;
    purchase.shipping_option_id = terms.shipping_option_id;
    purchase.payment = terms.payment;
    if (const auto credit = credit_of(made); credit > 0) {
        purchase.store_credit = true;
        purchase.store_credit_limit = credit;
    }
    return purchase;
}

// What was fetched is fetched again, unless another way is asked for.
std::optional<checkout::Purchase> fetched(checkout::Purchase purchase, const orders::Order& order) {
    const auto& chosen = purchase.shipping_option_id;
    if (!order.terms.pickup || (chosen && chosen->value() != *order.terms.pickup))
        return std::nullopt;
    purchase.shipping_address.reset();
    purchase.shipping_option_id = platform::Text<1, 60>::accept(*order.terms.pickup);
    return purchase;
}

}  // namespace

Result<Exchanged> ExchangeService::order(const ReturnId& id, const std::string& actor,
                                         const ExchangeTerms& terms) {
    const auto made =
        database_.read([&](platform::Reader& reader) { return store::select(reader, id); });
    if (!made) return no_such_return();
    if (made->exchange_order_id) return Exchanged{*made, {}};
    if (const auto checked = may_be_ordered(*made); !checked) return checked.error();
    const auto order = shop_.orders.order(made->order_id, std::nullopt);
    if (!order) return order.error();
    const auto owner = shop_.owners.owner_of(made->order_id);
    if (!owner) return owner.error();
    const auto cart = cart_of(*made);
    if (!cart) return cart.error();
    const auto outcome = buy(buyer(id, *owner), purchase(*made, *order, *cart, terms), *order);
    if (!outcome) return outcome.error();
    if (const auto* completed = std::get_if<checkout::Completed>(&*outcome))
        return Exchanged{keep(id, actor, completed->order.id), {}};
    const auto& unfinished = std::get<checkout::Unfinished>(*outcome);
    return Exchanged{
        *made, ExchangePayment{unfinished.status, unfinished.payment_id, unfinished.next_action}};
}

Result<checkout::Outcome> ExchangeService::buy(const auth::Shopper& shopper,
                                               const checkout::Purchase& purchase,
                                               const orders::Order& order) {
    if (const auto pickup = fetched(purchase, order)) {
        auto outcome = shop_.checkout.buy(shopper, *pickup, order.language);
        // It cannot be fetched there any more.
        if (outcome || outcome.error().code != "checkout.shipping_address_needed") return outcome;
    }
    return shop_.checkout.buy(shopper, purchase, order.language);
}

Result<cart::CartId> ExchangeService::cart_of(const Return& made) {
    const auto exchange =
        database_.read([&](platform::Reader& reader) { return store::exchange(reader, made.id); });
    if (exchange.exchange_cart) return *exchange.exchange_cart;
    const auto owner = cart_owner(made.id);
    const auto cart = shop_.cart.create(owner, exchange.currency);
    if (!cart) return cart.error();
    for (const auto& item : made.replacement) {
        const cart::AddItem added{
            {}, item.variant_id, *platform::Whole<1, 10'000>::accept(item.quantity)};
        if (const auto put_in = shop_.cart.add_item(cart->id, owner, added); !put_in)
            return put_in.error();
    }
    return database_.transact([&](Tx& tx) { return store::keep_cart(tx, made.id, cart->id); });
}

Return ExchangeService::keep(const ReturnId& id, const std::string& actor,
                             const orders::OrderId& order) {
    return database_.transact(
        [&](Tx& tx) { return link(tx, events_, id, order, {clock_.now(), actor}); });
}

Return link(Tx& tx, platform::EventLog& events, const ReturnId& id, const orders::OrderId& order,
            const Cause& cause) {
    auto made = store::select_for_update(tx, id).value();
    if (made.exchange_order_id) return made;
    made.exchange_order_id = order;
    events.publish(tx, ExchangeOrdered{id, made.order_id, order, cause.actor});
    const auto status = made.status;
    return moved(tx, std::move(made), status, {cause.at, cause.actor, "exchange_ordered"});
}

}  // namespace kontor::returns
