#pragma once

#include "auth/ids.hpp"
#include "orders/ids.hpp"
#include "platform/core/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kontor::payments {

// The providers of payments that spend what the shop keeps for its customers.
inline constexpr std::string_view gift_card_tender = "gift_card";
inline constexpr std::string_view store_credit_tender = "store_credit";

inline bool is_tender(std::string_view provider) {
    return provider == gift_card_tender || provider == store_credit_tender;
}

struct TenderRequest {
    orders::OrderId order;
    platform::Money total;
    std::int64_t tax = 0;                              // the part of the total
    std::vector<std::string> gift_cards;               // codes, spent in this order
    std::optional<auth::UserId> store_credit_of{};     // spent after the cards
    std::optional<std::int64_t> store_credit_limit{};  // no more of it than that
    int attempt = 1;  // of an order that was paid before: one after those that there were
};
BOOST_DESCRIBE_STRUCT(TenderRequest, (),
                      (order, total, tax, gift_cards, store_credit_of, store_credit_limit, attempt))

// What gift cards and store credit pay of a total; the rest of both is for a provider.
struct Tendered {
    std::int64_t amount = 0;
    std::int64_t tax = 0;
};
BOOST_DESCRIBE_STRUCT(Tendered, (), (amount, tax))

// Gift cards and store credit as means of payment: each is a payment of the order, authorised and
// debited while the purchase is under way, captured when the order is placed. Calls join a
// transaction of several; none of them calls anybody outside. Thread-safe.
class Tenders {
public:
    virtual ~Tenders() = default;

    // Debits until the total is covered or everything is spent. Refuses payments.no_such_gift_card,
    // payments.gift_card_expired, payments.gift_card_empty, payments.gift_card_currency (invalid,
    // with the card's place in gift_cards).
    virtual platform::Result<Tendered> hold(const TenderRequest& request) = 0;
    // Again: nothing more. What was released stays released.
    virtual void capture(const orders::OrderId& order) = 0;
    // Puts back what was held and not captured. Safe to repeat.
    virtual void release(const orders::OrderId& order) = 0;
};

}  // namespace kontor::payments
