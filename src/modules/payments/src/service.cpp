#include "service.hpp"

#include "guarded_provider.hpp"

#include "states.hpp"
#include "stripe.hpp"

#include <algorithm>

namespace kontor::payments {

using platform::Commit;
using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::chrono::seconds longest_pause = std::chrono::hours(1);

Error no_such_payment() {
    return {ErrorKind::not_found, "payments.no_such_payment", "There is no such payment."};
}

Error attempt_differs() {
    return {ErrorKind::conflict, "payments.attempt_differs",
            "This attempt to pay was begun with another amount or provider. Count attempts on."};
}

Error already_paying() {
    return {ErrorKind::conflict, "payments.already_paying",
            "Another attempt has paid for this order, or may still do so."};
}

std::unique_ptr<Provider> guarded_stripe(const platform::Clock& clock, const StripeConfig& config) {
    const Limits limits{config.calls_at_one_time, config.failures_to_open,
                        std::chrono::seconds(config.open_seconds)};
    return std::make_unique<GuardedProvider>(
        std::string(stripe_name), std::make_unique<Stripe>(clock, config), clock, limits);
}

Report inquire(Provider& provider, const PaymentRow& payment) {
    const auto charge = to_charge(payment);
    if (payment.give_back_reason) return provider.cancel(charge);
    const bool takes_money = payment.capture_asked && payment.status == PaymentStatus::authorized;
    return takes_money ? provider.capture(charge) : provider.look_up(charge);
}

}  // namespace

Service::Service(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, const Config& config, Providers others,
                 const platform::Sealer* sealer)
    : database_(database),
      clock_(clock),
      sealer_(sealer),
      unknown_after_(config.unknown_after_seconds),
      transfer_(config.bank_transfer),
      settlement_(events, clock),
      simulator_(database, clock, config,
                 [this](const std::string& signature, const std::string& body) {
                     receive_webhook("simulator", signature, body).value();
                 }),
      bank_transfer_(std::chrono::days(config.bank_transfer.days_to_pay)),
      providers_(std::move(others)) {
    if (config.simulator) providers_.emplace("simulator", &simulator_);
    if (config.bank_transfer.enabled) providers_.emplace(bank_transfer, &bank_transfer_);
    if (config.cash_on_delivery.enabled) providers_.emplace(cash_on_delivery, &cash_on_delivery_);
    if (config.stripe.secret_key.empty()) return;
    stripe_ = guarded_stripe(clock, config.stripe);
    providers_.emplace(stripe_name, stripe_.get());
}

Provider* Service::find_provider(const std::string& name) const {
    const auto found = providers_.find(name);
    return found == providers_.end() ? nullptr : found->second;
}

Payment Service::present(const PaymentRow& row) const {
    auto payment = to_payment(row);
    if (row.status != PaymentStatus::awaited || row.provider != bank_transfer) return payment;
    const auto given = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    payment.instructions = {
        transfer_.account_holder, transfer_.iban,
        given(transfer_.bic),     given(transfer_.bank),
        payment.id.text(),        row.created_at + std::chrono::days(transfer_.days_to_pay)};
    return payment;
}

std::vector<Payment> Service::present(const std::vector<PaymentRow>& rows) const {
    std::vector<Payment> payments;
    payments.reserve(rows.size());
    for (const auto& row : rows) payments.push_back(present(row));
    return payments;
}

// The payment is on record before the provider hears of it, so that no money moves unknown to us.
Result<PaymentRow> Service::begin(const PaymentRow& wanted, bool beside_captured) {
    if (wanted.attempt != 1) return begin_beside_others(wanted, beside_captured);
    try {
        database_.transact([&](Tx& tx) { store::insert_payment(tx, wanted); }, Commit::at_once);
        return wanted;
    } catch (const platform::StatementError& error) {
        if (!error.unique_violation()) throw;
    }
    return begin_beside_others(wanted, beside_captured);
}

Result<PaymentRow> Service::begin_beside_others(const PaymentRow& wanted,
                                                bool beside_captured) try {
    const auto begun = [&](Tx& tx) -> Result<PaymentRow> {
        auto attempts = store::attempts_for_update(tx, wanted.order_id);
        std::erase_if(attempts, [](const PaymentRow& row) { return row.instrument.has_value(); });
        const auto same = std::ranges::find(attempts, wanted.attempt, &PaymentRow::attempt);
        if (same != attempts.end()) {
            if (same->amount != wanted.amount || same->currency != wanted.currency ||
                same->provider != wanted.provider)
                return attempt_differs();
            return *same;
        }
        const auto may_take_money = [&](const PaymentRow& row) {
            const bool may_stand_beside = row.captured > 0 ||
                                          row.status == PaymentStatus::authorized ||
                                          row.status == PaymentStatus::awaited;
            return !is_refusal(row.status) && !(beside_captured && may_stand_beside);
        };
        if (std::ranges::any_of(attempts, may_take_money)) return already_paying();
        auto row = wanted;
        row.additional = beside_captured;
        store::insert_payment(tx, row);
        return row;
    };
    return database_.transact(begun, Commit::at_once);
} catch (const platform::StatementError& error) {
    if (!error.unique_violation()) throw;
    return already_paying();
}

Result<Payment> Service::look_up(const PaymentId& id) {
    const auto payment = database_.read([&](Reader& reader) { return store::payment(reader, id); });
    if (!payment) return no_such_payment();
    const bool is_asked = is_open(payment->status) && !payment->instrument;
    return is_asked ? ask(*payment) : present(*payment);
}

Payment Service::ask(const PaymentRow& payment, const std::optional<std::string>& actor) {
    auto* provider = find_provider(payment.provider);
    if (!provider) return present(payment);
    // Whoever began it a moment ago may be about to send it.
    const bool may_be_on_its_way = payment.status == PaymentStatus::created &&
                                   clock_.now() < payment.created_at + unknown_after_;
    if (may_be_on_its_way && payment.give_back_reason) return present(payment);
    auto report = inquire(*provider, payment);
    report.actor = actor;
    if (is_refusal(report.status) && may_be_on_its_way) return present(payment);
    return record(payment.id, report);
}

Payment Service::record(const PaymentId& id, const Report& report, Commit commit) {
    return database_.transact(
        [&](Tx& tx) {
            auto payment = store::payment_for_update(tx, id).value();
            settlement_.apply(tx, payment, report);
            return present(payment);
        },
        commit);
}

std::vector<Payment> Service::payments_of(const orders::OrderId& order) {
    return present(
        database_.read([&](Reader& reader) { return store::payments_of(reader, order); }));
}

std::vector<Payment> Service::payments_of(const std::vector<orders::OrderId>& orders) {
    if (orders.empty()) return {};
    return present(
        database_.read([&](Reader& reader) { return store::newest_of(reader, orders); }));
}

std::vector<OrderMoney> Service::moved(const std::optional<orders::OrderId>& after,
                                       std::size_t limit) {
    return database_.read([&](Reader& reader) { return store::moved(reader, after, limit); });
}

Result<Payment> Service::approve_simulated(const PaymentId& id) {
    const auto payment = database_.read([&](Reader& reader) { return store::payment(reader, id); });
    if (!payment || payment->provider != "simulator" || !find_provider("simulator"))
        return no_such_payment();
    if (is_refusal(payment->status) || !simulator_.approve(charge_key(*payment)))
        return Error{ErrorKind::conflict, "payments.nothing_to_approve",
                     "This payment does not wait for an approval."};
    return ask(*payment);
}

std::chrono::seconds Service::next_pause(const PaymentRow& payment) const {
    const auto age = std::chrono::floor<std::chrono::seconds>(clock_.now() - payment.created_at);
    return std::clamp(age / 2, std::min(unknown_after_, longest_pause), longest_pause);
}

// What is worked on is put off first: if it fails, it does not keep the others from their turn.
void Service::work_off() {
    for (const auto& payment :
         database_.read([&](Reader& reader) { return store::to_ask_about(reader, clock_.now()); }))
        take_up(payment);
    for (const auto& refund :
         database_.read([&](Reader& reader) { return store::refunds_due(reader, clock_.now()); }))
        send(refund);
}

void Service::take_up(const PaymentRow& payment) {
    const bool is_overdue = payment.status == PaymentStatus::awaited;
    const auto pause = is_overdue ? std::chrono::days(1) : next_pause(payment);
    database_.transact([&](Tx& tx) {
        store::postpone_asking(tx, payment.id, clock_.now() + pause);
        if (is_overdue) settlement_.overdue(tx, payment);
    });
    if (!is_overdue) ask(payment);
}

}  // namespace kontor::payments
