#pragma once

#include "app/keys.hpp"
#include "platform/audit/audit_log.hpp"
#include "platform/events/administration.hpp"
#include "platform/http/router.hpp"
#include "platform/telemetry/metrics.hpp"
#include "search/search.hpp"

namespace kontor::app {

// /healthz, /readyz.
void add_health_routes(platform::http::Router& router, platform::Database& database,
                       platform::Dispatcher& dispatcher, search::Search& search,
                       const SealingWatch& sealing, std::size_t migrations);

// /metrics: where it is found by everybody who reaches it, or as if it were not there.
enum class Readers { everybody, this_machine };
void add_metrics_route(platform::http::Router& router, platform::Dispatcher& dispatcher,
                       platform::Metrics& metrics, Readers readers);

// /v1/admin/audit.
void add_audit_routes(platform::http::Router& router, const platform::AuditLog& log,
                      const std::string& cursor_secret);

// /v1/admin/events/dead.
void add_event_routes(platform::http::Router& router, platform::EventAdministration& events);

}  // namespace kontor::app
