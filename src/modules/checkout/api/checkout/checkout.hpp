#pragma once

#include "auth/shopper.hpp"
#include "cart/cart.hpp"
#include "checkout/ids.hpp"
#include "orders/orders.hpp"
#include "payments/payments.hpp"
#include "shipping/shipping.hpp"

#include <variant>

namespace kontor::checkout {

// After a refused payment a checkout is open again, for another means of payment.
enum class CheckoutStatus { open, completing, requires_action, processing, completed, expired };
BOOST_DESCRIBE_ENUM(CheckoutStatus, open, completing, requires_action, processing, completed,
                    expired)

struct NewCheckout {
    cart::CartId cart_id;
    platform::EmailAddress email;
    shipping::Address shipping_address;
    std::optional<shipping::Address> billing_address;
    std::optional<platform::Text<1, 32>> vat_id;
};
BOOST_DESCRIBE_STRUCT(NewCheckout, (), (cart_id, email, shipping_address, billing_address, vat_id))

struct CheckoutChange {
    std::optional<platform::EmailAddress> email;
    std::optional<shipping::Address> shipping_address;
    std::optional<shipping::Address> billing_address;
    std::optional<platform::Text<1, 60>> shipping_option_id;
    std::optional<platform::Text<1, 32>> vat_id;
};
BOOST_DESCRIBE_STRUCT(CheckoutChange, (),
                      (email, shipping_address, billing_address, shipping_option_id, vat_id))

struct CheckoutState {
    CheckoutId id;
    CheckoutStatus status = CheckoutStatus::open;
    cart::CartId cart_id;
    std::string email;
    shipping::Address shipping_address;
    shipping::Address billing_address;
    std::vector<shipping::ShippingOption> shipping_options;
    std::optional<std::string> shipping_option_id;
    std::optional<std::string> vat_id;
    pricing::Totals totals;
    std::vector<pricing::Discount> discounts;
    std::vector<pricing::Tax> taxes;
    std::vector<pricing::IdleCoupon> idle_coupons;
    std::optional<platform::Time> hold_expires_at;
    std::optional<orders::OrderId> order_id;  // once placed
    std::optional<payments::NextAction> next_action;
};
BOOST_DESCRIBE_STRUCT(CheckoutState, (),
                      (id, status, cart_id, email, shipping_address, billing_address,
                       shipping_options, shipping_option_id, vat_id, totals, discounts, taxes,
                       idle_coupons, hold_expires_at, order_id, next_action))

struct PaymentMeans {
    platform::Text<1, 60> provider;
    platform::Text<1, 500> token;
};
BOOST_DESCRIBE_STRUCT(PaymentMeans, (), (provider, token))

struct Completion {
    PaymentMeans payment;
    std::optional<platform::Money> expected_total;
};
BOOST_DESCRIBE_STRUCT(Completion, (), (payment, expected_total))

struct Purchase {
    cart::CartId cart_id;
    platform::EmailAddress email;
    shipping::Address shipping_address;
    std::optional<shipping::Address> billing_address;
    std::optional<platform::Text<1, 60>> shipping_option_id;  // default: the cheapest
    PaymentMeans payment;
    std::optional<platform::Money> expected_total;
    std::optional<platform::Text<1, 32>> vat_id;
};
BOOST_DESCRIBE_STRUCT(Purchase, (),
                      (cart_id, email, shipping_address, billing_address, shipping_option_id,
                       payment, expected_total, vat_id))

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

    // Holds the goods for ten minutes. Refuses cart.no_such_cart, cart.empty,
    // checkout.no_delivery (invalid), insufficient_stock (conflict).
    virtual platform::Result<CheckoutState> begin(const auth::Shopper& shopper,
                                                  const NewCheckout& checkout) = 0;
    // Extends the hold. Refuses checkout.no_such_checkout, checkout.not_open (conflict).
    virtual platform::Result<CheckoutState> change(const CheckoutId& id,
                                                   const auth::Shopper& shopper,
                                                   const CheckoutChange& change) = 0;
    virtual platform::Result<CheckoutState> state(const CheckoutId& id,
                                                  const auth::Shopper& shopper) = 0;
    // Again after success: the same order. Refuses payment_declined (payment_refused),
    // insufficient_stock, cart_changed (detail current_total), completion_in_progress, and for a
    // coupon that is void by now what Pricing::coupon refuses (conflict): nothing was bought then,
    // and the cart is as it was.
    virtual platform::Result<Outcome> complete(const CheckoutId& id, const auth::Shopper& shopper,
                                               const Completion& completion) = 0;
    // begin and complete in one.
    virtual platform::Result<Outcome> buy(const auth::Shopper& shopper,
                                          const Purchase& purchase) = 0;

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
