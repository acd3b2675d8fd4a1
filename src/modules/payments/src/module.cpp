#include "payments/module.hpp"

#include "methods.hpp"
#include "platform/telemetry/metrics.hpp"
#include "service.hpp"

namespace kontor::payments {

std::unique_ptr<Payments> make_payments(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, const Config& config) {
    return std::make_unique<Service>(database, events, clock, config);
}

std::unique_ptr<PaymentMethods> make_payment_methods(platform::Database& database,
                                                     const platform::Clock& clock,
                                                     const Config& config) {
    return std::make_unique<MethodService>(database, clock, config);
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
