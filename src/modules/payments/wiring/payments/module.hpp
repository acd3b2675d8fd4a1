// For the composition root and for tests.
#pragma once

#include "payments/payments.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"

#include <memory>

namespace kontor::payments {

struct Config {
    bool simulator = false;
    std::string simulator_webhook_secret = "whsec_simulator";
    std::string simulator_former_webhook_secret{};  // still taken while it is being replaced
    std::int64_t simulator_slow_ms = 2000;
    std::int64_t unknown_after_seconds = 10;  // when the job asks the provider
};
BOOST_DESCRIBE_STRUCT(Config, (),
                      (simulator, simulator_webhook_secret, simulator_former_webhook_secret,
                       simulator_slow_ms, unknown_after_seconds))

std::unique_ptr<Payments> make_payments(platform::Database& database, platform::EventLog& events,
                                        const platform::Clock& clock, const Config& config);

void add_routes(platform::http::Router& router, Payments& payments);

// Gives money back when an order is cancelled; wakes the job that sends it.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock,
               platform::Jobs* jobs = nullptr);

void add_jobs(platform::Jobs& jobs, Payments& payments);

}  // namespace kontor::payments
