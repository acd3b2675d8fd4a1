#include "service.hpp"
#include "states.hpp"

#include <algorithm>
#include <charconv>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

// A message may come before the answer that tells us the charge's reference.
constexpr int most_attempts = 8;

struct Attempt {
    orders::OrderId order;
    int number = 0;
};

std::optional<Attempt> attempt_of(std::string_view charge_key) {
    const auto colon = charge_key.find(':');
    if (colon == charge_key.npos) return std::nullopt;
    const auto order = orders::OrderId::parse(charge_key.substr(0, colon));
    const auto text = charge_key.substr(colon + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!order || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return Attempt{*order, number};
}

std::chrono::seconds pause_after(int attempts) {
    return std::chrono::seconds(2) * (1 << std::min(attempts, most_attempts));
}

}  // namespace

// Stored, it is ours to handle: soon, by the job.
Result<> Service::receive_webhook(const std::string& provider_name, const std::string& signature,
                                  const std::string& body) {
    auto* provider = find_provider(provider_name);
    if (!provider)
        return Error{ErrorKind::not_found, "payments.unknown_provider",
                     "There is no payment provider of this name in this shop."};
    const auto event = provider->open_webhook(signature, body);
    if (!event) return event.error();
    database_.transact(
        [&](Tx& tx) { store::insert_webhook(tx, provider_name, *event, clock_.now()); });
    return {};
}

void Service::handle_webhooks() {
    const auto read = [&](Reader& reader) {
        return store::unhandled_webhooks(reader, clock_.now());
    };
    for (auto told = database_.read(read); !told.empty(); told = database_.read(read))
        for (const auto& webhook : told) handle(webhook);
}

// Messages come late and in any order, so the provider is asked how the charge stands now.
void Service::handle(const store::UnhandledWebhook& told) {
    auto tried = told;
    const auto pause = pause_after(++tried.attempts);
    database_.transact([&](Tx& tx) { store::postpone_webhook(tx, tried, clock_.now() + pause); });

    const auto payment = find_charged(told);
    auto* provider = find_provider(told.provider);
    const bool may_be_known_later = !told.event.charge_key && told.event.reference;
    if (!payment && may_be_known_later && tried.attempts < most_attempts) return;

    std::optional<Report> report;
    if (payment && provider) {
        auto charge = to_charge(*payment);
        if (charge.reference.empty()) charge.reference = told.event.reference.value_or("");
        report = provider->look_up(charge);
        const bool says_nothing = report->status == PaymentStatus::processing;
        if (says_nothing && tried.attempts < most_attempts) return;
    }
    const auto unwanted = database_.transact([&](Tx& tx) -> std::optional<PaymentRow> {
        store::webhook_handled(tx, told.provider, told.event.id, clock_.now());
        if (!report) return std::nullopt;
        auto current = store::payment_for_update(tx, payment->id).value();
        settlement_.apply(tx, current, *report);
        if (!is_refusal(current.status) || !is_open(report->status)) return std::nullopt;
        return current;
    });
    // A payment that we gave up for lost must not stay open there.
    if (unwanted) record(unwanted->id, provider->cancel(to_charge(*unwanted)));
}

std::optional<PaymentRow> Service::find_charged(const store::UnhandledWebhook& told) {
    const auto& event = told.event;
    return database_.read([&](Reader& reader) -> std::optional<PaymentRow> {
        std::optional<PaymentRow> payment;
        if (const auto attempt = attempt_of(event.charge_key.value_or("")))
            payment = store::payment(reader, attempt->order, attempt->number);
        if (!payment && event.reference)
            payment = store::payment_by_reference(reader, told.provider, *event.reference);
        if (payment && payment->provider != told.provider) payment.reset();
        return payment;
    });
}

}  // namespace kontor::payments
