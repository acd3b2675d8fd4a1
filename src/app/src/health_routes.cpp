#include "app/routes.hpp"

#include "platform/http/network.hpp"

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using namespace platform::http;

namespace {

constexpr auto metrics_format = "text/plain; version=0.0.4; charset=utf-8";

struct Health {
    std::string status = "ok";
};
BOOST_DESCRIBE_STRUCT(Health, (), (status))

Error not_ready(const std::string& what) {
    return {ErrorKind::unavailable, "not_ready", what, {}, {{"retry_after", std::int64_t{1}}}};
}

Error not_for_visitors() {
    return {ErrorKind::not_found, "http.not_found",
            "Nothing has this address. Check the path and the ids in it."};
}

// And not brought by a proxy that runs here.
bool is_from_this_machine(const Request& request) {
    static const Networks loopback{*Network::accept("127.0.0.0/8"), *Network::accept("::1")};
    return any_has(loopback, request.peer) && !find_header(request.headers, "X-Forwarded-For");
}

std::string lag_metrics(platform::Dispatcher& dispatcher) {
    const auto lags = dispatcher.lag();
    std::string text;
    const auto gauge = [&](const std::string& name, const std::string& help, auto read) {
        text += "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n";
        for (const auto& lag : lags)
            text += name + "{subscription=\"" + lag.subscription + "\"} " +
                    std::to_string(read(lag)) + "\n";
    };
    using Lag = platform::SubscriptionLag;
    gauge("kontor_event_lag_events", "Events that a subscription has not handled yet",
          [](const Lag& lag) { return lag.events; });
    gauge("kontor_event_lag_seconds", "Age of the oldest event not handled yet",
          [](const Lag& lag) { return lag.seconds; });
    gauge("kontor_events_parked", "Events that failed and are tried again, and those behind",
          [](const Lag& lag) { return lag.parked; });
    gauge("kontor_events_dead", "Events that failed for good",
          [](const Lag& lag) { return lag.dead; });
    return text;
}

}  // namespace

void add_health_routes(Router& router, platform::Database& database,
                       platform::Dispatcher& dispatcher, search::Search& search,
                       const SealingWatch& sealing, std::size_t migrations) {
    router.add(Route(Method::get, "/healthz", "health", "Whether the process is alive")
                   .tag("Operations")
                   .limited_as(RateClass::unlimited),
               [](const Call<>&) -> Result<Health> { return Health{}; });

    router.add(
        Route(Method::get, "/readyz", "ready",
              "Whether the database answers, is migrated, events are being handled, search has "
              "read its index, and the keys to personal data fit")
            .tag("Operations")
            .limited_as(RateClass::unlimited)
            .may_answer(503, "not_ready"),
        [&database, &dispatcher, &search, &sealing, migrations](const Call<>&) -> Result<Health> {
            const auto applied = database.read([](platform::Reader& reader) {
                return reader.one<std::int64_t>("select count(*) from platform.migration");
            });
            if (static_cast<std::size_t>(applied.value_or(0)) < migrations)
                return not_ready("The database is not migrated: run kontor migrate.");
            if (!dispatcher.running()) return not_ready("The event dispatcher is not running.");
            if (!search.is_ready()) return not_ready("The search index is still being read.");
            if (!sealing.fits())
                return not_ready(
                    "The keys to personal data are not those of the database: kontor doctor says "
                    "which one is missing.");
            return Health{};
        });
}

void add_metrics_route(Router& router, platform::Dispatcher& dispatcher, platform::Metrics& metrics,
                       Readers readers) {
    router.add(Route(Method::get, "/metrics", "metrics", "Figures for Prometheus")
                   .tag("Operations")
                   .limited_as(RateClass::unlimited)
                   .produces(metrics_format),
               [&metrics, &dispatcher, readers](const Call<>& call) -> Result<Response> {
                   if (readers == Readers::this_machine && !is_from_this_machine(call.request))
                       return not_for_visitors();
                   return Response{200,
                                   {{"Content-Type", metrics_format}},
                                   metrics.text() + lag_metrics(dispatcher)};
               });
}

}  // namespace kontor::app
