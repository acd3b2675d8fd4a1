// For the composition root and for tests.
#pragma once

#include "payments/methods.hpp"
#include "payments/payments.hpp"
#include "payments/refund_desk.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::platform {
class Metrics;
class Sealer;
}  // namespace kontor::platform

namespace kontor::payments {

// When a provider takes the money of an order: with the purchase, or with its first shipment.
enum class CaptureMode { at_once, on_shipment };
BOOST_DESCRIBE_ENUM(CaptureMode, at_once, on_shipment)

struct BankTransferConfig {
    bool enabled = false;
    std::string account_holder{};
    std::string iban{};
    std::string bic{};
    std::string bank{};
    platform::Whole<1, 365> days_to_pay = *platform::Whole<1, 365>::accept(14);
};
BOOST_DESCRIBE_STRUCT(BankTransferConfig, (),
                      (enabled, account_holder, iban, bic, bank, days_to_pay))

struct CashOnDeliveryConfig {
    bool enabled = false;
};
BOOST_DESCRIBE_STRUCT(CashOnDeliveryConfig, (), (enabled))

struct StripeConfig {
    std::string secret_key{};  // empty: there is no such provider
    std::string webhook_secret{};
    std::string former_webhook_secret{};  // still taken while it is being replaced
    CaptureMode capture = CaptureMode::at_once;
    std::string return_url{};  // where a customer comes back to who had to confirm
    std::string url = "https://api.stripe.com";
    platform::Whole<100, 60'000> deadline_ms = *platform::Whole<100, 60'000>::accept(10'000);
    platform::Whole<1, 1000> calls_at_one_time = *platform::Whole<1, 1000>::accept(16);
    platform::Whole<1, 1000> failures_to_open = *platform::Whole<1, 1000>::accept(5);
    platform::Whole<1, 3600> open_seconds = *platform::Whole<1, 3600>::accept(10);
};
BOOST_DESCRIBE_STRUCT(StripeConfig, (),
                      (secret_key, webhook_secret, former_webhook_secret, capture, return_url, url,
                       deadline_ms, calls_at_one_time, failures_to_open, open_seconds))

struct Config {
    bool simulator = false;
    std::string simulator_webhook_secret = "whsec_simulator";
    std::string simulator_former_webhook_secret{};  // still taken while it is being replaced
    std::int64_t simulator_slow_ms = 2000;
    std::int64_t unknown_after_seconds = 10;  // when the job asks the provider
    CaptureMode simulator_capture = CaptureMode::at_once;
    BankTransferConfig bank_transfer{};
    CashOnDeliveryConfig cash_on_delivery{};
    StripeConfig stripe{};
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (simulator, simulator_webhook_secret, simulator_former_webhook_secret,
                       simulator_slow_ms, unknown_after_seconds, simulator_capture, bank_transfer,
                       cash_on_delivery, stripe))

// Without a sealer nobody pays with means of payment that are kept.
std::unique_ptr<Payments> make_payments(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, const Config& config,
                                        const platform::Sealer* sealer = nullptr);

std::unique_ptr<PaymentMethods> make_payment_methods(platform::Database& database,
                                                     const platform::Clock& clock,
                                                     const Config& config,
                                                     const platform::Sealer& sealer);

// Seals what was kept plain or is sealed under a former key: how providers know the means of
// payment that customers keep. How many.
std::size_t seal_kept_tokens(platform::Database& database, const platform::Sealer& sealer);

std::unique_ptr<RefundDesk> make_refund_desk(platform::Database& database,
                                             const platform::Clock& clock);

// How providers outside this program are doing.
void measure(platform::Metrics& metrics, Payments& payments);

void add_method_routes(platform::http::Router& router, PaymentMethods& methods);
// jobs: woken for every webhook.
void add_routes(platform::http::Router& router, Payments& payments, platform::Jobs* jobs = nullptr);

void wake_webhooks(platform::Jobs& jobs);

// Gives money back when an order is cancelled, takes what is authorised when it is shipped; wakes
// the job that does it.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock,
               platform::Jobs* jobs = nullptr);

void add_jobs(platform::Jobs& jobs, Payments& payments, PaymentMethods* methods = nullptr);

}  // namespace kontor::payments
