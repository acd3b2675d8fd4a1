#pragma once

#include "checkout/checkout.hpp"
#include "returns/returns.hpp"

namespace kontor::returns {

// How the goods of an exchange are paid: with what the return was worth where that became store
// credit, and what that does not cover with the payment.
struct ExchangeTerms {
    std::optional<checkout::PaymentMeans> payment;
    std::optional<platform::Text<1, 60>> shipping_option_id;  // default: the cheapest
};
BOOST_DESCRIBE_STRUCT(ExchangeTerms, (), (payment, shipping_option_id))

// The payment of an exchange that is not through: the customer has to act, or the provider has not
// said yet what became of it.
struct ExchangePayment {
    checkout::CheckoutStatus status = checkout::CheckoutStatus::processing;
    payments::PaymentId payment_id;
    std::optional<payments::NextAction> next_action;
};
BOOST_DESCRIBE_STRUCT(ExchangePayment, (), (status, payment_id, next_action))

// exchange_order_id: once it is ordered; payment: until then.
struct Exchanged : Return {
    std::optional<ExchangePayment> payment;
};
BOOST_DESCRIBE_STRUCT(Exchanged, (),
                      (id, order_id, order_number, status, wish, items, replacement, comment,
                       rejection_reason, refunded, as_store_credit, exchange_order_id, created_at,
                       label, payment))

// What customers get instead of what they send back. Thread-safe.
class Exchanges {
public:
    virtual ~Exchanges() = default;

    // Buys what an exchange asks for, for whoever the returned goods were sold to; once approved,
    // before or after the refund. Spends no more store credit than the return was worth. Again: the
    // same order, or how its payment stands. Refuses returns.no_such_return, returns.no_exchange
    // (conflict), and what checkout::Checkout::buy() does: nothing was ordered then, and it may be
    // asked for again.
    virtual platform::Result<Exchanged> order(const ReturnId& id, const std::string& actor,
                                              const ExchangeTerms& terms) = 0;
};

}  // namespace kontor::returns
