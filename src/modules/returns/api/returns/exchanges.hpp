#pragma once

#include "checkout/checkout.hpp"
#include "returns/returns.hpp"

namespace kontor::returns {

// How the goods of an exchange are paid: with the customer's store credit, and what that does not
// cover with the payment.
struct ExchangeTerms {
    std::optional<checkout::PaymentMeans> payment;
    std::optional<platform::Text<1, 60>> shipping_option_id;  // default: the cheapest
};
BOOST_DESCRIBE_STRUCT(ExchangeTerms, (), (payment, shipping_option_id))

// What customers get instead of what they send back. Thread-safe.
class Exchanges {
public:
    virtual ~Exchanges() = default;

    // Buys what an exchange asks for, for whoever asked for it; once approved, before or after the
    // refund. Again: the same order. Refuses returns.no_such_return; returns.no_exchange,
    // returns.nobody_to_order_for, returns.exchange_in_progress (conflict), and what
    // checkout::Checkout::buy() does: nothing was ordered then, and it may be asked for again.
    virtual platform::Result<Return> order(const ReturnId& id, const std::string& actor,
                                           const ExchangeTerms& terms) = 0;
};

}  // namespace kontor::returns
