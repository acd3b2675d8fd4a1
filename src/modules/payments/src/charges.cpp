#include "card_number.hpp"
#include "kept_tokens_store.hpp"
#include "platform/core/transition.hpp"
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

}  // namespace

Result<Service::Means> Service::means_of(const PaymentRequest& request) {
    if (!request.method) {
        if (looks_like_card_number(request.token)) return card_number_given("/payment/token");
        return Means{request.token, {}};
    }
    const auto kept = request.customer ? database_.read([&](Reader& reader) {
        return store::kept_means(reader, *request.customer, *request.method, request.provider);
    })
                                       : std::nullopt;
    if (!kept)
        return Error{ErrorKind::invalid,
                     "payments.no_such_method",
                     "The customer keeps no such means of payment with this provider.",
                     {{"/payment/payment_method_id", "not_found",
                       "must be one of the customer's means of payment"}}};
    if (!sealer_) throw std::logic_error("means of payment that are kept need a sealer");
    return Means{store::opened_token(*sealer_, *request.method, kept->token), kept->payer};
}

Result<> Service::ready(const PaymentRequest& request) {
    const auto* provider = find_provider(request.provider);
    if (!provider) return unknown_provider(request.provider);
    const auto means = means_of(request);
    if (!means) return means.error();
    return provider->ready(means->token);
}

Result<Payment> Service::pay(const PaymentRequest& request) {
    const auto charged = charge(request);
    if (!charged) return charged.error();
    return record(*charged);
}

Result<Charged> Service::charge(const PaymentRequest& request) {
    auto* provider = find_provider(request.provider);
    if (!provider) return unknown_provider(request.provider);
    const auto means = means_of(request);
    if (!means) return means.error();

    const auto wanted = new_row(request, *provider, *means);
    const auto payment = begin(wanted, request.beside_captured);
    if (!payment) return payment.error();
    if (payment->status == PaymentStatus::processing) return Charged{ask(*payment)};
    if (payment->status != PaymentStatus::created) return Charged{present(*payment)};

    const auto report = provider->charge(to_charge(*payment));
    if (report)
        return Charged{present(reported(*payment, *report, clock_.now())),
                       std::make_shared<Unrecorded>(*payment, *report)};
    // What another call may have sent before is not known to be refused.
    const bool was_begun_before = payment->id != wanted.id;
    if (was_begun_before) return Charged{present(*payment)};
    record(payment->id, {.status = PaymentStatus::failed, .refusal = report.error().message});
    return report.error();
}

Payment Service::record(const Charged& charged) {
    if (!charged.unrecorded) return charged.payment;
    return database_.transact(
        [&](Tx& tx) {
            auto payment = charged.unrecorded->payment;
            if (!store::is_as_begun(tx, payment.id))
                payment = store::payment_for_update(tx, payment.id).value();
            settlement_.apply(tx, payment, charged.unrecorded->report);
            return present(payment);
        },
        Commit::with_the_next);
}

PaymentRow Service::new_row(const PaymentRequest& request, const Provider& provider,
                            const Means& means) const {
    PaymentRow row;
    row.id = PaymentId::make();
    row.order_id = request.order;
    row.attempt = request.attempt;
    row.provider = request.provider;
    row.amount = request.amount.amount;
    row.currency = request.amount.currency;
    row.tax = request.tax;
    row.created_at = clock_.now();
    row.ask_at = row.created_at + unknown_after_;
    row.capture = provider.capture_mode();
    row.token = means.token;
    if (!means.payer.empty()) row.payer = means.payer;
    return row;
}

Result<std::vector<Payment>> Service::capture(const orders::OrderId& order,
                                              const std::optional<std::string>& actor) {
    const auto asked = database_.transact(
        [&](Tx& tx) { return settlement_.ask_for_capture(tx, order); }, Commit::at_once);
    for (const auto& payment : asked) ask(payment, actor);
    auto payments = payments_of(order);
    const auto is_captured = [](const Payment& payment) { return payment.captured.amount > 0; };
    if (asked.empty() && std::ranges::none_of(payments, is_captured))
        return Error{ErrorKind::conflict, "payments.nothing_to_capture",
                     "No payment of this order is waiting to be captured."};
    return payments;
}

Result<platform::Money> Service::aim_capture(const orders::OrderId& order,
                                             const platform::Money& amount, std::int64_t tax) {
    return database_.transact(
        [&](Tx& tx) { return settlement_.aim_capture(tx, order, amount, tax); });
}

Result<Payment> Service::mark_paid(const PaymentId& id, const std::optional<std::string>& reference,
                                   const std::string& actor) {
    return database_.transact([&](Tx& tx) -> Result<Payment> {
        auto payment = store::payment_for_update(tx, id);
        if (!payment) return no_such_payment();
        if (const auto legal =
                platform::check_transition("A payment", payment->status, PaymentStatus::captured,
                                           allowed_by_hand(payment->status));
            !legal)
            return legal.error();
        settlement_.apply(tx, *payment,
                          {.status = PaymentStatus::captured,
                           .captured = {payment->amount, payment->currency},
                           .reference = reference.value_or(""),
                           .actor = actor});
        return present(*payment);
    });
}

// What the customer or the shop could still make money of; of what may be on its way the job asks.
void Service::give_up(const orders::OrderId& order) {
    for (const auto& payment :
         database_.read([&](Reader& reader) { return store::payments_of(reader, order); })) {
        const bool is_held = payment.status == PaymentStatus::requires_action ||
                             payment.status == PaymentStatus::authorized;
        if (is_held && payment.give_back_reason) ask(payment);
    }
}

std::vector<ProviderState> Service::provider_states() {
    std::vector<ProviderState> states;
    for (const auto& [name, provider] : providers_)
        if (auto state = provider->state()) states.push_back(*std::move(state));
    return states;
}

}  // namespace kontor::payments
