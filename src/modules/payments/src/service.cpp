#include "service.hpp"

#include "states.hpp"

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

Error unknown_provider(const std::string& name) {
    if (name == "simulator")
        return {ErrorKind::invalid, "payments.provider_disabled",
                "The payment provider simulator is switched off in this shop."};
    return {ErrorKind::invalid, "payments.unknown_provider",
            "There is no payment provider \"" + name + "\" in this shop."};
}

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

std::vector<Payment> to_payments(const std::vector<PaymentRow>& rows) {
    std::vector<Payment> payments;
    payments.reserve(rows.size());
    for (const auto& row : rows) payments.push_back(to_payment(row));
    return payments;
}

}  // namespace

Service::Service(platform::Database& database, platform::EventLog& events,
                 const platform::Clock& clock, const Config& config, Providers others)
    : database_(database),
      clock_(clock),
      unknown_after_(config.unknown_after_seconds),
      settlement_(events, clock),
      simulator_(database, clock, config,
                 [this](const std::string& signature, const std::string& body) {
                     receive_webhook("simulator", signature, body).value();
                 }),
      providers_(std::move(others)) {
    if (config.simulator) providers_.emplace("simulator", &simulator_);
}

Provider* Service::find_provider(const std::string& name) const {
    const auto found = providers_.find(name);
    return found == providers_.end() ? nullptr : found->second;
}

Result<Payment> Service::pay(const PaymentRequest& request) {
    auto* provider = find_provider(request.provider);
    if (!provider) return unknown_provider(request.provider);

    const auto payment = begin(request);
    if (!payment) return payment.error();
    if (payment->status == PaymentStatus::processing) return ask(*payment);
    if (payment->status != PaymentStatus::created) return to_payment(*payment);

    const auto report =
        provider->charge({charge_key(*payment), payment->id, request.amount, request.token});
    return record(payment->id, report, Commit::with_the_next);
}

// The payment is on record before the provider hears of it, so that no money moves unknown to us.
Result<PaymentRow> Service::begin(const PaymentRequest& request) {
    PaymentRow wanted;
    wanted.id = PaymentId::make();
    wanted.order_id = request.order;
    wanted.attempt = request.attempt;
    wanted.provider = request.provider;
    wanted.amount = request.amount.amount;
    wanted.currency = request.amount.currency;
    wanted.created_at = clock_.now();
    wanted.ask_at = wanted.created_at + unknown_after_;

    if (wanted.attempt != 1) return begin_beside_others(wanted);
    try {
        database_.transact([&](Tx& tx) { store::insert_payment(tx, wanted); }, Commit::at_once);
        return wanted;
    } catch (const platform::StatementError& error) {
        if (!error.unique_violation()) throw;
    }
    return begin_beside_others(wanted);
}

Result<PaymentRow> Service::begin_beside_others(const PaymentRow& wanted) try {
    const auto begun = [&](Tx& tx) -> Result<PaymentRow> {
        const auto attempts = store::attempts_for_update(tx, wanted.order_id);
        const auto same = std::ranges::find(attempts, wanted.attempt, &PaymentRow::attempt);
        if (same != attempts.end()) {
            if (same->amount != wanted.amount || same->currency != wanted.currency ||
                same->provider != wanted.provider)
                return attempt_differs();
            return *same;
        }
        const auto may_take_money = [](const PaymentRow& row) { return !is_refusal(row.status); };
        if (std::ranges::any_of(attempts, may_take_money)) return already_paying();
        store::insert_payment(tx, wanted);
        return wanted;
    };
    return database_.transact(begun, Commit::at_once);
} catch (const platform::StatementError& error) {
    if (!error.unique_violation()) throw;
    return already_paying();
}

Result<Payment> Service::look_up(const PaymentId& id) {
    const auto payment = database_.read([&](Reader& reader) { return store::payment(reader, id); });
    if (!payment) return no_such_payment();
    return is_open(payment->status) ? ask(*payment) : to_payment(*payment);
}

Payment Service::ask(const PaymentRow& payment) {
    auto* provider = find_provider(payment.provider);
    if (!provider) return to_payment(payment);
    const auto report = provider->look_up(charge_key(payment));
    // Whoever began it a moment ago may be about to send it.
    const bool may_be_on_its_way = payment.status == PaymentStatus::created &&
                                   clock_.now() < payment.created_at + unknown_after_;
    if (report.status == PaymentStatus::failed && may_be_on_its_way) return to_payment(payment);
    return record(payment.id, report);
}

Payment Service::record(const PaymentId& id, const Report& report, Commit commit) {
    return database_.transact(
        [&](Tx& tx) {
            auto payment = store::payment_for_update(tx, id).value();
            settlement_.apply(tx, payment, report);
            return to_payment(payment);
        },
        commit);
}

std::vector<Payment> Service::payments_of(const orders::OrderId& order) {
    return to_payments(
        database_.read([&](Reader& reader) { return store::payments_of(reader, order); }));
}

std::vector<Payment> Service::payments_of(const std::vector<orders::OrderId>& orders) {
    if (orders.empty()) return {};
    return to_payments(
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
    for (const auto& payment : database_.read(
             [&](Reader& reader) { return store::to_ask_about(reader, clock_.now()); })) {
        database_.transact([&](Tx& tx) {
            store::postpone_asking(tx, payment.id, clock_.now() + next_pause(payment));
        });
        ask(payment);
    }
    for (const auto& refund :
         database_.read([&](Reader& reader) { return store::refunds_due(reader, clock_.now()); }))
        send(refund);
    for (const auto& waiting :
         database_.read([](Reader& reader) { return store::unhandled_webhooks(reader); }))
        if (auto* provider = find_provider(waiting.provider))
            handle(*provider, waiting.provider, waiting.event);
}

}  // namespace kontor::payments
