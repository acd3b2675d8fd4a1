#pragma once

#include "platform/events/administration.hpp"
#include "platform/http/router.hpp"
#include "platform/telemetry/metrics.hpp"

namespace kontor::app {

// /healthz, /readyz, /metrics.
void add_health_routes(platform::http::Router& router, platform::Database& database,
                       platform::Dispatcher& dispatcher, platform::Metrics& metrics,
                       std::size_t migrations);

// /v1/admin/events/dead.
void add_event_routes(platform::http::Router& router, platform::EventAdministration& events);

}  // namespace kontor::app
