#include "gift_cards.hpp"

#include "platform/security/random.hpp"

#include <array>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t movements_shown = 100;
constexpr std::size_t shortest_code = 8;

Error no_such_gift_card() {
    return {ErrorKind::not_found, "payments.no_such_gift_card",
            "There is no gift card that can be used with this code."};
}

Error no_such_card() {
    return {ErrorKind::not_found, "payments.no_such_gift_card", "There is no such gift card."};
}

Error amount_not_positive() {
    return {ErrorKind::invalid,
            "payments.amount_not_positive",
            "A gift card holds more than 0.",
            {{"/amount/amount", "range", "must be at least 1"}}};
}

Error over_already() {
    return {ErrorKind::invalid,
            "payments.gift_card_expired",
            "A gift card that is issued can be used for some time.",
            {{"/expires_at", "past", "must be in the future"}}};
}

Error code_short() {
    return {ErrorKind::invalid,
            "payments.gift_card_code_short",
            "A code has at least 8 letters and digits.",
            {{"/code", "length", "must have at least 8 letters and digits"}}};
}

Error code_taken() {
    return {ErrorKind::conflict, "payments.gift_card_code_taken",
            "Another gift card has this code."};
}

// What tells codes apart: capital letters and digits.
std::string plain(std::string_view code) {
    std::string letters;
    for (const char letter : code) {
        if (letter >= 'a' && letter <= 'z')
            letters.push_back(static_cast<char>(letter - 'a' + 'A'));
        else if (letter != ' ' && letter != '-')
            letters.push_back(letter);
    }
    return letters;
}

// 80 random bits in letters and digits that nobody takes for others, four by four.
std::string random_code() {
    constexpr std::string_view alphabet = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
    constexpr std::size_t length = 16;
    std::string code;
    std::uint64_t bits = 0;
    for (std::size_t place = 0; place < length; ++place) {
        if (place % 8 == 0) bits = platform::random_number();
        if (place > 0 && place % 4 == 0) code.push_back('-');
        code.push_back(alphabet[bits % alphabet.size()]);
        bits /= alphabet.size();
    }
    return code;
}

GiftCard to_card(const StoredValueRow& row) {
    return {GiftCardId(row.id),
            row.code_ending.value_or(""),
            {row.balance, row.currency},
            row.email,
            row.note,
            row.expires_at,
            row.disabled_at,
            row.created_at,
            std::nullopt,
            std::nullopt};
}

}  // namespace

std::string CodeHash::operator()(std::string_view code) const {
    return platform::to_base64url(platform::hmac_sha256(key_, plain(code)));
}

Result<GiftCard> GiftCardService::issue(const NewGiftCard& card, const std::string& actor) try {
    if (card.amount.amount <= 0) return amount_not_positive();
    if (!card.amount.currency.is_in_use()) return no_such_currency(card.amount.currency);
    if (card.amount.amount > largest_stored_value) return amount_too_large();
    if (card.expires_at && *card.expires_at <= clock_.now()) return over_already();
    const auto code = card.code ? card.code->value() : random_code();
    const auto letters = plain(code);
    if (letters.size() < shortest_code) return code_short();

    StoredValueRow row;
    row.id = platform::new_uuid();
    row.currency = card.amount.currency;
    row.code_hash = hash_(code);
    row.code_ending = letters.substr(letters.size() - 4);
    if (card.email) row.email = card.email->value();
    if (card.note) row.note = card.note->value();
    row.expires_at = card.expires_at;
    row.created_at = clock_.now();
    database_.transact([&](Tx& tx) {
        store::insert_stored_value(tx, row);
        store::move_stored_value(tx, row.id,
                                 {StoredValueMovementKind::issued, card.amount.amount, row.id,
                                  actor, std::nullopt, row.created_at});
        store::insert_ledger_entry(tx, given_away(LedgerKind::issue, row.id, account::gift_cards,
                                                  card.amount, row.created_at));
    });
    row.balance = card.amount.amount;
    auto issued = to_card(row);
    issued.code = code;
    return issued;
} catch (const platform::StatementError& error) {
    if (!error.unique_violation()) throw;
    return code_taken();
}

std::vector<GiftCard> GiftCardService::list(const std::optional<GiftCardId>& after,
                                            std::size_t limit) {
    std::vector<GiftCard> cards;
    for (const auto& row :
         database_.read([&](Reader& reader) { return store::gift_cards(reader, after, limit); }))
        cards.push_back(to_card(row));
    return cards;
}

Result<GiftCard> GiftCardService::gift_card(const GiftCardId& id) {
    return database_.read([&](Reader& reader) -> Result<GiftCard> {
        const auto row = store::stored_value(reader, id.uuid());
        if (!row || row->kind != StoredValueKind::gift_card) return no_such_card();
        auto card = to_card(*row);
        card.movements = store::movements(reader, row->id, movements_shown);
        return card;
    });
}

Result<GiftCard> GiftCardService::disable(const GiftCardId& id) {
    database_.transact([&](Tx& tx) { store::disable_gift_card(tx, id, clock_.now()); });
    return gift_card(id);
}

Result<GiftCard> GiftCardService::enable(const GiftCardId& id) {
    database_.transact([&](Tx& tx) { store::enable_gift_card(tx, id); });
    return gift_card(id);
}

Result<GiftCardBalance> GiftCardService::check(const std::string& code) {
    const auto row =
        database_.read([&](Reader& reader) { return store::gift_card(reader, hash_(code)); });
    if (!row || row->disabled_at) return no_such_gift_card();
    return GiftCardBalance{{row->balance, row->currency}, row->expires_at};
}

}  // namespace kontor::payments
