#include "app/application.hpp"

namespace kontor::app {

void Application::measure() {
    const auto gauge = [this](const std::string& name, const std::string& help, auto read) {
        metrics_.gauge(name, help, {}, [read] { return static_cast<double>(read()); });
    };
    gauge("kontor_database_connections_open", "Connections to PostgreSQL",
          [this] { return pool_.statistics().open; });
    gauge("kontor_database_connections_leased", "Connections in use",
          [this] { return pool_.statistics().leased; });
    gauge("kontor_database_round_trips_total", "Round trips to PostgreSQL",
          [this] { return pool_.statistics().round_trips; });
    gauge("kontor_database_statements_total", "Statements run",
          [this] { return pool_.statistics().statements; });
    gauge("kontor_http_rate_limited_total", "Requests refused because a client sent too many",
          [this] { return limits_.refused(); });
    payments::measure(metrics_, *modules_.payments);
    gauge("kontor_database_commits_total", "Transactions committed",
          [this] { return pool_.statistics().commits; });
    notifications::measure(metrics_, *modules_.notifications);
}

}  // namespace kontor::app
