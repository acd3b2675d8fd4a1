#include "tenders.hpp"

#include "payments/shares.hpp"
#include "payments/tender_events.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

Error unusable(std::size_t place, const std::string& code, const std::string& message) {
    return {ErrorKind::invalid,
            code,
            message,
            {{"/gift_cards/" + std::to_string(place), "unusable", message}}};
}

Result<> check(const StoredValueRow* card, std::size_t place, const TenderRequest& request,
               platform::Time now) {
    if (card == nullptr || card->disabled_at)
        return unusable(place, "payments.no_such_gift_card",
                        "There is no gift card that can be used with this code.");
    if (card->expires_at && *card->expires_at <= now)
        return unusable(place, "payments.gift_card_expired", "This gift card has expired.");
    if (card->currency != request.total.currency)
        return unusable(place, "payments.gift_card_currency",
                        "This gift card is in another currency than the purchase.");
    if (card->balance == 0)
        return unusable(place, "payments.gift_card_empty", "Nothing is left on this gift card.");
    return {};
}

std::int64_t spendable(const StoredValueRow& purse, const TenderRequest& request) {
    const bool is_limited =
        purse.kind == StoredValueKind::store_credit && request.store_credit_limit;
    return is_limited ? std::min(purse.balance, *request.store_credit_limit) : purse.balance;
}

}  // namespace

Result<Tendered> TenderService::hold(const TenderRequest& request) {
    return database_.transact([&](Tx& tx) -> Result<Tendered> {
        const auto found = purses(tx, request);
        if (!found) return found.error();
        Tendered held;
        for (const auto& purse : *found) {
            const auto amount =
                std::min(spendable(purse, request), request.total.amount - held.amount);
            if (amount <= 0) break;
            const auto tax = next_share(request.tax, held.amount, amount, request.total.amount);
            debit(tx, request, purse, {amount, tax});
            held.amount += amount;
            held.tax += tax;
        }
        return held;
    });
}

Result<std::vector<StoredValueRow>> TenderService::purses(Tx& tx,
                                                          const TenderRequest& request) const {
    std::vector<std::string> hashes;
    for (const auto& code : request.gift_cards) hashes.push_back(hash_(code));
    const auto locked =
        store::lock_stored_value(tx, hashes, request.store_credit_of, request.total.currency);
    std::vector<StoredValueRow> found;
    for (std::size_t place = 0; place < hashes.size(); ++place) {
        const auto card = std::ranges::find(locked, hashes[place], &StoredValueRow::code_hash);
        const auto* known = card == locked.end() ? nullptr : &*card;
        if (const auto usable = check(known, place, request, clock_.now()); !usable)
            return usable.error();
        const bool again = std::ranges::find(found, card->id, &StoredValueRow::id) != found.end();
        if (!again) found.push_back(*card);
    }
    const auto credit =
        std::ranges::find(locked, StoredValueKind::store_credit, &StoredValueRow::kind);
    if (credit != locked.end()) found.push_back(*credit);
    return found;
}

void TenderService::debit(Tx& tx, const TenderRequest& request, const StoredValueRow& purse,
                          const Tendered& part) const {
    PaymentRow payment;
    payment.id = PaymentId::make();
    payment.order_id = request.order;
    payment.attempt = request.attempt;
    payment.provider =
        purse.kind == StoredValueKind::gift_card ? gift_card_tender : store_credit_tender;
    payment.status = PaymentStatus::authorized;
    payment.amount = part.amount;
    payment.currency = purse.currency;
    payment.instrument = purse.id;
    payment.tax = part.tax;
    payment.authorized = part.amount;
    payment.created_at = payment.ask_at = clock_.now();
    store::insert_payment(tx, payment);
    store::move_stored_value(tx, purse.id,
                             {StoredValueMovementKind::spent, -part.amount, payment.id.uuid(),
                              "customer", std::nullopt, payment.created_at});
}

template <class Settle>
void TenderService::settle(const orders::OrderId& order, const Settle& settle) {
    database_.transact([&](Tx& tx) {
        for (auto& payment : store::attempts_for_update(tx, order))
            if (payment.instrument) settle(tx, payment);
    });
}

void TenderService::capture(const orders::OrderId& order) {
    settle(order, [&](Tx& tx, PaymentRow& payment) { settlement_.capture_tender(tx, payment); });
}

void TenderService::release(const orders::OrderId& order) {
    settle(order, [&](Tx& tx, PaymentRow& payment) { settlement_.release_tender(tx, payment); });
}

void Settlement::capture_tender(Tx& tx, PaymentRow& payment) const {
    if (payment.status != PaymentStatus::authorized) return;
    payment.status = PaymentStatus::captured;
    payment.captured = payment.amount;
    payment.captured_at = clock_.now();
    store::update_payment(tx, payment, PaymentStatus::authorized, clock_.now());
    store::insert_ledger_entry(tx, capture_of(payment, clock_.now()));
    events_.publish(tx, TenderCaptured{payment.id, payment.order_id,
                                       platform::Money{payment.captured, payment.currency}});
}

void Settlement::release_tender(Tx& tx, PaymentRow& payment) const {
    if (payment.status != PaymentStatus::authorized) return;
    payment.status = PaymentStatus::cancelled;
    store::update_payment(tx, payment, PaymentStatus::authorized, clock_.now());
    store::move_stored_value(tx, *payment.instrument,
                             {StoredValueMovementKind::given_back, payment.amount,
                              payment.id.uuid(), "system", std::nullopt, clock_.now()});
}

}  // namespace kontor::payments
