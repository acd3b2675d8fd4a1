// Balances that the shop keeps for its customers: gift cards and store credit alike.
#pragma once

#include "payments/gift_cards.hpp"
#include "payments/store_credit.hpp"
#include "platform/db/database.hpp"

namespace kontor::payments {

enum class StoredValueKind { gift_card, store_credit };
BOOST_DESCRIBE_ENUM(StoredValueKind, gift_card, store_credit)

struct StoredValueRow {
    platform::Uuid id;
    StoredValueKind kind = StoredValueKind::gift_card;
    platform::Currency currency;
    std::int64_t balance = 0;
    std::optional<auth::UserId> customer{};
    std::optional<std::string> code_hash{};
    std::optional<std::string> code_ending{};
    std::optional<std::string> email{};
    std::optional<std::string> note{};
    std::optional<platform::Time> expires_at{};
    std::optional<platform::Time> disabled_at{};
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(StoredValueRow, (),
                      (id, kind, currency, balance, customer, code_hash, code_ending, email, note,
                       expires_at, disabled_at, created_at))

// Of one card, and of one grant: no sum of them comes near the end of what can be counted.
inline constexpr std::int64_t largest_stored_value = 1'000'000'000'000;

inline platform::Error no_such_currency(platform::Currency currency) {
    return {platform::ErrorKind::invalid,
            "payments.no_such_currency",
            "Nobody pays in " + std::string(currency.code()) + ".",
            {{"/amount/currency", "not_one_of", "must be a currency of ISO 4217 such as EUR"}}};
}

inline platform::Error amount_too_large() {
    const auto most = std::to_string(largest_stored_value);
    return {platform::ErrorKind::invalid,
            "payments.amount_too_large",
            "The shop keeps no more than " + most + " at once for a customer.",
            {{"/amount/amount", "range", "must be at most " + most}}};
}

struct StoredValueChange {
    StoredValueMovementKind kind = StoredValueMovementKind::issued;
    std::int64_t amount = 0;
    platform::Uuid source;
    std::string actor;
    std::optional<std::string> reason;
    platform::Time at;
};

}  // namespace kontor::payments

namespace kontor::payments::store {

// Throws StatementError (unique_violation) where the code is taken. The balance comes with the
// first movement.
void insert_stored_value(platform::Tx& tx, const StoredValueRow& row);
std::optional<StoredValueRow> stored_value(platform::Reader& reader, const platform::Uuid& id);
std::optional<StoredValueRow> gift_card(platform::Reader& reader, const std::string& code_hash);
std::vector<StoredValueRow> gift_cards(platform::Reader& reader,
                                       const std::optional<GiftCardId>& after, std::size_t limit);
std::vector<StoredValueRow> store_credit_of(platform::Reader& reader, const auth::UserId& customer);
void disable_gift_card(platform::Tx& tx, const GiftCardId& id, platform::Time now);
void enable_gift_card(platform::Tx& tx, const GiftCardId& id);
// What a purchase spends, locked in an order that all purchases keep.
std::vector<StoredValueRow> lock_stored_value(platform::Tx& tx,
                                              const std::vector<std::string>& code_hashes,
                                              const std::optional<auth::UserId>& customer,
                                              platform::Currency currency);
// Of one account; newest first.
std::vector<StoredValueMovement> movements(platform::Reader& reader, const platform::Uuid& id,
                                           std::size_t limit);

bool is_moved(platform::Reader& reader, const platform::Uuid& source, StoredValueMovementKind kind);
// Both deferred. Below zero, and from the same source again, the database refuses.
void move_stored_value(platform::Tx& tx, const platform::Uuid& id, const StoredValueChange& change);
// Opens the account where there is none.
void credit_customer(platform::Tx& tx, const auth::UserId& customer, platform::Currency currency,
                     const StoredValueChange& change);

}  // namespace kontor::payments::store
