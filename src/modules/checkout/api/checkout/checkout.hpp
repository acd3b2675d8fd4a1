#pragma once

#include "auth/shopper.hpp"
#include "cart/cart.hpp"
#include "checkout/ids.hpp"
#include "customers/ids.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "shipping/shipping.hpp"

#include <variant>

namespace kontor::checkout {

// After a refused payment a checkout is open again, for another means of payment.
enum class CheckoutStatus { open, completing, requires_action, processing, completed, expired };
BOOST_DESCRIBE_ENUM(CheckoutStatus, open, completing, requires_action, processing, completed,
                    expired)

// Of an address and the id of one in the customer's book there is one at most to ship to, and one
// at most to bill; without one the address shipped to is billed. Without one to ship to there is
// one to bill, and the goods can only be fetched.
struct NewCheckout {
    cart::CartId cart_id;
    platform::EmailAddress email;
    std::optional<shipping::Address> shipping_address;
    std::optional<customers::AddressId> shipping_address_id;
    std::optional<shipping::Address> billing_address;
    std::optional<customers::AddressId> billing_address_id;
    std::optional<platform::Text<1, 32>> vat_id;
};
BOOST_DESCRIBE_STRUCT(NewCheckout, (),
                      (cart_id, email, shipping_address, shipping_address_id, billing_address,
                       billing_address_id, vat_id))

struct CheckoutChange {
    std::optional<platform::EmailAddress> email;
    std::optional<shipping::Address> shipping_address;
    std::optional<customers::AddressId> shipping_address_id;
    std::optional<shipping::Address> billing_address;
    std::optional<customers::AddressId> billing_address_id;
    std::optional<platform::Text<1, 60>> shipping_option_id;
    std::optional<platform::Text<1, 32>> vat_id;
    // Not for clients to say: the hold_expires_at of the checkout that they saw, which every change
    // extends.
    std::optional<platform::Time> seen_hold{};
};
BOOST_DESCRIBE_STRUCT(CheckoutChange, (),
                      (email, shipping_address, shipping_address_id, billing_address,
                       billing_address_id, shipping_option_id, vat_id))

struct CheckoutState {
    CheckoutId id;
    CheckoutStatus status = CheckoutStatus::open;
    cart::CartId cart_id;
    std::string email;
    std::optional<shipping::Address> shipping_address;
    shipping::Address billing_address;
    std::vector<shipping::ShippingOption> shipping_options;
    std::optional<std::string> shipping_option_id;
    std::optional<std::string> vat_id;
    pricing::Totals totals;
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
    std::vector<pricing::IdleCoupon> idle_coupons;
    std::vector<cart::Warning> warnings;  // of the cart, while it can be changed
    std::optional<platform::Time> hold_expires_at;
    std::optional<orders::OrderId> order_id;  // once placed
    std::optional<payments::NextAction> next_action;
};
BOOST_DESCRIBE_STRUCT(CheckoutState, (),
                      (id, status, cart_id, email, shipping_address, billing_address,
                       shipping_options, shipping_option_id, vat_id, totals, discounts, taxes,
                       idle_coupons, warnings, hold_expires_at, order_id, next_action))

// token: not with a kept means of payment, nor where none is needed (a transfer, on delivery).
struct PaymentMeans {
    platform::Text<1, 60> provider;
    std::optional<platform::Text<1, 500>> token{};
    std::optional<payments::PaymentMethodId> payment_method_id{};
};
BOOST_DESCRIBE_STRUCT(PaymentMeans, (), (provider, token, payment_method_id))

// Gift cards, in the order in which they are spent, and then the customer's store credit pay what
// they can. Without a payment they have to pay all.
struct Completion {
    std::optional<PaymentMeans> payment;
    std::optional<platform::Money> expected_total;
    std::optional<std::vector<platform::Text<1, 60>>> gift_cards{};
    std::optional<bool> store_credit{};
    // Not for clients to say: how much credit at most, and the token of a cart that is not the
    // shopper's, whose purchases whoever holds it sees.
    std::optional<std::int64_t> store_credit_limit{};
    std::optional<std::string> cart_token_hash{};
};
BOOST_DESCRIBE_STRUCT(Completion, (), (payment, expected_total, gift_cards, store_credit))

// actor: who places it for the customer, as in the timeline.
struct DraftPayment {
    PaymentMeans payment;
    std::optional<platform::Money> expected_total{};
    std::string actor;
};
BOOST_DESCRIBE_STRUCT(DraftPayment, (), (payment, expected_total, actor))

struct Purchase {
    cart::CartId cart_id;
    platform::EmailAddress email;
    std::optional<shipping::Address> shipping_address;
    std::optional<customers::AddressId> shipping_address_id;
    std::optional<shipping::Address> billing_address;
    std::optional<customers::AddressId> billing_address_id;
    std::optional<platform::Text<1, 60>> shipping_option_id;  // default: the cheapest
    std::optional<PaymentMeans> payment;
    std::optional<platform::Money> expected_total;
    std::optional<platform::Text<1, 32>> vat_id;
    std::optional<std::vector<platform::Text<1, 60>>> gift_cards{};
    std::optional<bool> store_credit{};
    // Not for clients to say: how much credit at most, and the token of a cart that is not the
    // shopper's, whose purchases whoever holds it sees.
    std::optional<std::int64_t> store_credit_limit{};
    std::optional<std::string> cart_token_hash{};
};
BOOST_DESCRIBE_STRUCT(Purchase, (),
                      (cart_id, email, shipping_address, shipping_address_id, billing_address,
                       billing_address_id, shipping_option_id, payment, expected_total, vat_id,
                       gift_cards, store_credit))

// The purchase goes on without the client: the customer has to act, or the provider has not
// said yet what became of the payment.
struct Unfinished {
    CheckoutStatus status = CheckoutStatus::processing;
    CheckoutId checkout_id;
    payments::PaymentId payment_id;
    std::optional<payments::NextAction> next_action;
};
BOOST_DESCRIBE_STRUCT(Unfinished, (), (status, checkout_id, payment_id, next_action))

struct Completed {
    orders::Order order;
    std::vector<payments::Payment> payments;
};

using Outcome = std::variant<Completed, Unfinished>;

// Buying as a process with forward recovery: one row per
// purchase, every step safe to repeat, one transaction for all that lies between two calls of the
// payment provider (docs/adr/0004), nothing remote inside one. Thread-safe.
class Checkout {
public:
    virtual ~Checkout() = default;

    // Holds the goods for ten minutes. language: that the shopper reads, for what is written about
    // the order. Refuses cart.no_such_cart, cart.empty, checkout.no_delivery,
    // checkout.address_or_id, checkout.no_such_address (invalid), insufficient_stock (conflict).
    virtual platform::Result<CheckoutState> begin(
        const auth::Shopper& shopper, const NewCheckout& checkout,
        const std::optional<std::string>& language = {}) = 0;
    // Extends the hold. Refuses checkout.no_such_checkout, invalid_transition where it is over,
    // completion_in_progress where it is under way (both conflict), checkout.changed_meanwhile
    // (precondition_failed) where its hold is not seen_hold, and what begin does: then nothing has
    // changed.
    virtual platform::Result<CheckoutState> change(const CheckoutId& id,
                                                   const auth::Shopper& shopper,
                                                   const CheckoutChange& change) = 0;
    virtual platform::Result<CheckoutState> state(const CheckoutId& id,
                                                  const auth::Shopper& shopper) = 0;
    // Again after success: the same order. Refuses payment_declined (payment_refused),
    // insufficient_stock, cart_changed (detail current_total), completion_in_progress,
    // checkout.payment_missing (invalid, detail amount_due), what Tenders::hold refuses, and for a
    // coupon that is void by now what Pricing::coupon refuses (conflict): nothing was bought then,
    // and the cart is as it was.
    virtual platform::Result<Outcome> complete(const CheckoutId& id, const auth::Shopper& shopper,
                                               const Completion& completion) = 0;
    // begin and complete in one.
    virtual platform::Result<Outcome> buy(const auth::Shopper& shopper, const Purchase& purchase,
                                          const std::optional<std::string>& language = {}) = 0;

    // A draft becomes an order, at the prices that it shows, and is paid. Refuses
    // orders.no_such_order, invalid_transition, insufficient_stock, cart_changed, and
    // payment_declined: then the order is cancelled, and the draft gone with it.
    virtual platform::Result<Outcome> place_draft(const orders::OrderId& id,
                                                  const DraftPayment& payment) = 0;

    // A payment's outcome became known after its request had ended: brings its purchase to the
    // end, or sends the money back where the purchase is over.
    virtual void settle(const orders::OrderId& order) = 0;
    // Settles what the subscription noted and finishes what a crash or a silent provider left
    // behind; answers how many. For a job.
    virtual std::size_t sweep() = 0;
    // O4 and M3: nothing stuck, no money without an order.
    virtual std::vector<platform::Violation> check() = 0;
};

}  // namespace kontor::checkout
