#include "payments/module.hpp"

#include "kept_tokens_store.hpp"
#include "methods.hpp"
#include "platform/telemetry/metrics.hpp"
#include "service.hpp"

namespace kontor::payments {

std::unique_ptr<Payments> make_payments(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, const Config& config,
                                        const platform::Sealer* sealer) {
    return std::make_unique<Service>(database, events, clock, config, Service::Providers{}, sealer);
}

std::unique_ptr<PaymentMethods> make_payment_methods(platform::Database& database,
                                                     const platform::Clock& clock,
                                                     const Config& config,
                                                     const platform::Sealer& sealer) {
    return std::make_unique<MethodService>(database, clock, config, sealer);
}

std::size_t seal_kept_tokens(platform::Database& database, const platform::Sealer& sealer) {
    std::size_t count = 0;
    while (const auto plain = database.transact(
               [&](platform::Tx& tx) { return store::seal_plain_tokens(tx, sealer); }))
        count += plain;
    return count + store::reseal_tokens(database, sealer);
}

void measure(platform::Metrics& metrics, Payments& payments) {
    const auto gauge = [&](const std::string& provider, const std::string& name,
                           const std::string& help, auto read) {
        metrics.gauge(name, help, {{"provider", provider}}, [&payments, provider, read] {
            for (const auto& state : payments.provider_states())
                if (state.provider == provider) return static_cast<double>(read(state));
            return 0.0;
        });
    };
    for (const auto& known : payments.provider_states()) {
        gauge(known.provider, "kontor_payment_provider_circuit",
              "Whether a payment provider is asked: 0 yes, 1 left alone, 2 one call to see",
              [](const ProviderState& state) { return static_cast<int>(state.circuit); });
        gauge(known.provider, "kontor_payment_provider_calls_in_flight",
              "Calls that wait for a payment provider",
              [](const ProviderState& state) { return state.calls_in_flight; });
        gauge(known.provider, "kontor_payment_provider_calls_failed_total",
              "Calls of a payment provider without an answer",
              [](const ProviderState& state) { return state.calls_failed; });
        gauge(known.provider, "kontor_payment_provider_calls_refused_total",
              "Calls of a payment provider that were not tried",
              [](const ProviderState& state) { return state.calls_refused; });
    }
}

}  // namespace kontor::payments
