#include "service.hpp"

#include <charconv>

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

// Once the event is stored it is ours to handle: here, or later by the job.
Result<> Service::receive_webhook(const std::string& provider_name, const std::string& signature,
                                  const std::string& body) {
    auto* provider = find_provider(provider_name);
    if (!provider)
        return Error{ErrorKind::not_found, "payments.unknown_provider",
                     "There is no payment provider of this name in this shop."};
    const auto event = provider->open_webhook(signature, body);
    if (!event) return event.error();

    const bool is_new = database_.transact(
        [&](Tx& tx) { return store::insert_webhook(tx, provider_name, *event, clock_.now()); });
    if (is_new) handle(*provider, provider_name, *event);
    return {};
}

// Events come late and in any order, so the provider is asked how the charge stands now.
void Service::handle(Provider& provider, const std::string& provider_name,
                     const WebhookEvent& event) {
    const auto payment = event.charge_key ? find_charged(*event.charge_key) : std::nullopt;
    std::optional<Report> report;
    if (payment && payment->provider == provider_name)
        report = provider.look_up(charge_key(*payment));

    database_.transact([&](Tx& tx) {
        if (report) {
            auto current = store::payment_for_update(tx, payment->id).value();
            settlement_.apply(tx, current, *report);
        }
        store::webhook_handled(tx, provider_name, event.id, clock_.now());
    });
}

std::optional<PaymentRow> Service::find_charged(const std::string& key) {
    const std::string_view text = key;
    const auto colon = text.find(':');
    if (colon == text.npos) return std::nullopt;
    const auto order = orders::OrderId::parse(text.substr(0, colon));
    const auto number = text.substr(colon + 1);
    int attempt = 0;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), attempt);
    if (!order || error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
    return database_.read([&](Reader& reader) { return store::payment(reader, *order, attempt); });
}

}  // namespace kontor::payments
