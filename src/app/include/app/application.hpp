// The composition root: every module, made in order, each given exactly what it uses.
#pragma once

#include "app/configuration.hpp"
#include "app/wiring.hpp"
#include "platform/http/server.hpp"
#include "platform/telemetry/metrics.hpp"

#include <filesystem>
#include <memory>

namespace kontor::app {

class Application {
public:
    // The database must be migrated. secret signs cursors; data_directory holds the mail spool.
    Application(const Configuration& configuration, const std::filesystem::path& data_directory,
                const platform::Clock& clock);
    ~Application();
    Application(const Application&) = delete;

    // Dispatcher, jobs and HTTP. Refuses http.address_in_use.
    platform::Result<> start();
    // Requests in flight end, then jobs, then the dispatcher.
    void stop();
    std::uint16_t port() const { return server_->port(); }

    const platform::http::Router& router() const { return router_; }
    // Everything that follows from what was done so far: events and jobs, stepped by hand.
    void settle();

    Modules& modules() { return modules_; }
    platform::Dispatcher& dispatcher() { return dispatcher_; }
    platform::Jobs& jobs() { return jobs_; }
    platform::Database& own_database() { return databases_.platform; }

private:
    void add_routes();
    void add_routes_of_modules();
    void subscribe();
    void add_jobs();
    void drop_cached_when_facts_change();
    void measure();

    Configuration configuration_;
    const platform::Clock& clock_;
    std::string cursor_secret_;
    platform::Pool pool_;
    platform::Metrics metrics_;
    platform::EventLog events_;
    Databases databases_;
    Modules modules_;
    platform::http::ResponseCache cache_;
    platform::http::Router router_;
    platform::Dispatcher dispatcher_;
    platform::Jobs jobs_;
    std::unique_ptr<platform::http::Server> server_;
};

}  // namespace kontor::app
