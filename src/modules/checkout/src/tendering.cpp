// Gift cards and store credit in a purchase.
#include "service.hpp"

namespace kontor::checkout {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t most_gift_cards = 10;

Error too_many_gift_cards() {
    return {ErrorKind::invalid,
            "checkout.too_many_gift_cards",
            "No more than 10 gift cards pay for one purchase.",
            {{"/gift_cards", "length", "must have 10 codes at most"}}};
}

Error no_store_credit() {
    return {ErrorKind::invalid,
            "checkout.no_store_credit",
            "Store credit is spent by the customer whose it is: log in to use it.",
            {{"/store_credit", "not_allowed", "must not be true for a guest"}}};
}

Error payment_missing(const platform::Money& due) {
    return {ErrorKind::invalid,
            "checkout.payment_missing",
            "Give a payment for the " + platform::to_text(due) + " that are left to pay.",
            {{"/payment", "required", "is required: more than gift cards and store credit is due"}},
            {{"amount_due", due}}};
}

Result<payments::TenderRequest> tenders_of(const store::Row& row, const Completion& completion,
                                           const pricing::Totals& totals) {
    payments::TenderRequest request{*row.order_id, totals.total, totals.tax.amount, {}, {}};
    if (completion.gift_cards)
        for (const auto& code : *completion.gift_cards) request.gift_cards.push_back(code.value());
    if (request.gift_cards.size() > most_gift_cards) return too_many_gift_cards();
    if (!completion.store_credit.value_or(false)) return request;
    request.store_credit_of = row.customer;
    request.store_credit_limit = completion.store_credit_limit;
    return request;
}

}  // namespace

Result<> check_spender(const store::Row& row, const auth::Shopper& shopper,
                       const Completion& completion) {
    const bool is_own = shopper.customer && shopper.customer == row.customer;
    if (completion.store_credit.value_or(false) && !is_own) return no_store_credit();
    return {};
}

Result<std::int64_t> Service::hold_tenders(store::Row& row, const Completion& completion,
                                           const pricing::Totals& totals) {
    row.tendered = 0;
    std::int64_t tax = 0;
    if (completion.gift_cards || completion.store_credit) {
        const auto request = tenders_of(row, completion, totals);
        if (!request) return request.error();
        const auto held = stations_.tenders.hold(*request);
        if (!held) return held.error();
        row.tendered = held->amount;
        tax = held->tax;
        save(row);
    }
    const auto due = totals.total.amount - row.tendered;
    if (!completion.payment && due > 0) return payment_missing({due, totals.total.currency});
    return tax;
}

Result<Outcome> Service::complete_tendered(store::Row row, const orders::Order& pending) {
    auto order = finish(std::move(row), orders::Funding(pending.totals.total), pending);
    if (!order) return order.error();
    return completed(*std::move(order));
}

Result<Outcome> Service::completed(orders::Order order) {
    auto payments = stations_.payments.payments_of(order.id);
    return Outcome(Completed{std::move(order), std::move(payments)});
}

}  // namespace kontor::checkout
