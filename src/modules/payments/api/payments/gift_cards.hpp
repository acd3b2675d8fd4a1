#pragma once

#include "payments/stored_value.hpp"
#include "platform/core/constrained.hpp"

namespace kontor::payments {

struct NewGiftCard {
    platform::Money amount;
    std::optional<platform::Text<8, 40>> code;  // default: one that nobody guesses
    std::optional<platform::Time> expires_at;
    std::optional<platform::EmailAddress> email;
    std::optional<platform::Text<1, 500>> note;
};
BOOST_DESCRIBE_STRUCT(NewGiftCard, (), (amount, code, expires_at, email, note))

struct GiftCard {
    GiftCardId id;
    std::string code_ending;  // the code itself is not kept
    platform::Money balance;
    std::optional<std::string> email;
    std::optional<std::string> note;
    std::optional<platform::Time> expires_at;
    std::optional<platform::Time> disabled_at;
    platform::Time created_at;
    std::optional<std::string> code;                            // once, when it is issued
    std::optional<std::vector<StoredValueMovement>> movements;  // of one card, newest first
};
BOOST_DESCRIBE_STRUCT(GiftCard, (),
                      (id, code_ending, balance, email, note, expires_at, disabled_at, created_at,
                       code, movements))

struct GiftCardBalance {
    platform::Money balance;
    std::optional<platform::Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(GiftCardBalance, (), (balance, expires_at))

// Capitals and small letters, spaces and hyphens make no difference in a code. Thread-safe.
class GiftCards {
public:
    virtual ~GiftCards() = default;

    // Refuses payments.amount_not_positive, payments.no_such_currency, payments.amount_too_large,
    // payments.gift_card_code_short, payments.gift_card_expired (invalid),
    // payments.gift_card_code_taken (conflict). The same id is issued once.
    virtual platform::Result<GiftCard> issue(const NewGiftCard& card, const std::string& actor) = 0;
    // Newest first, after the last of the page before.
    virtual std::vector<GiftCard> list(const std::optional<GiftCardId>& after,
                                       std::size_t limit) = 0;
    // With its movements. Refuses payments.no_such_gift_card.
    virtual platform::Result<GiftCard> gift_card(const GiftCardId& id) = 0;
    // It buys nothing from now on; what it holds stays on it. Again: nothing more. Refuses
    // payments.no_such_gift_card.
    virtual platform::Result<GiftCard> disable(const GiftCardId& id) = 0;
    // It buys again what it bought before it was disabled. Again: nothing more. Refuses
    // payments.no_such_gift_card.
    virtual platform::Result<GiftCard> enable(const GiftCardId& id) = 0;
    // Refuses payments.no_such_gift_card, also for one that is disabled.
    virtual platform::Result<GiftCardBalance> check(const std::string& code) = 0;
};

}  // namespace kontor::payments
