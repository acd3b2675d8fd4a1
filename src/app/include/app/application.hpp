// The composition root: every module, made in order, each given exactly what it uses.
#pragma once

#include "app/configuration.hpp"
#include "app/keys.hpp"
#include "app/wiring.hpp"
#include "platform/audit/audit_log.hpp"
#include "platform/events/log_tail.hpp"
#include "platform/http/server.hpp"
#include "platform/telemetry/metrics.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <thread>

namespace kontor::app {

// Throws std::invalid_argument, naming the key, for carriers that cannot be meant.
void check_carriers(const Configuration& configuration);

class Application {
public:
    // The database must be migrated; data_directory holds the mail spool. Throws
    // std::invalid_argument for keys to personal data that the shop cannot go on with.
    Application(const Configuration& configuration, const std::filesystem::path& data_directory,
                const platform::Clock& clock);
    ~Application();
    Application(const Application&) = delete;

    // Dispatcher, jobs and HTTP, on a second port too where one is configured for operators.
    // Refuses http.address_in_use.
    platform::Result<> start();
    // Requests in flight end, then jobs, then the dispatcher.
    void stop();
    std::uint16_t port() const { return server_->port(); }
    // Where TLS is spoken: for connections from now on. What cannot be used is logged and not used.
    void renew_certificate();
    bool has_new_certificate() const { return server_->has_new_certificate(); }

    const platform::http::Router& router() const { return router_; }
    // Everything that follows from what was done so far: events and jobs, stepped by hand.
    void settle();

    Modules& modules() { return modules_; }
    platform::Dispatcher& dispatcher() { return dispatcher_; }
    platform::Jobs& jobs() { return jobs_; }
    platform::Database& own_database() { return databases_.platform; }

private:
    void warn_of_links() const;
    void add_routes();
    void add_routes_of_modules();
    void subscribe();
    void add_jobs();
    void make_search_ready();
    void drop_cached(std::span<const platform::Announcement> facts);
    void drop_everything();
    void measure();

    Configuration configuration_;
    const platform::Clock& clock_;
    const std::filesystem::path data_directory_;
    platform::Pool pool_;
    platform::Metrics metrics_;
    platform::EventLog events_;
    Databases databases_;
    platform::AuditLog audit_{databases_.platform};
    std::string cursor_secret_;
    platform::Sealer sealer_;
    SealingWatch sealing_;
    Modules modules_;
    platform::http::ResponseCache cache_;
    platform::http::RateLimits limits_;
    platform::http::Router router_;
    notifications::Couriers couriers_;
    platform::Dispatcher dispatcher_;
    platform::Jobs jobs_;
    platform::Jobs remote_jobs_;  // those that wait for payment providers, so that no other does
    platform::LogTail tail_;
    std::unique_ptr<platform::http::Server> server_;
    platform::http::Router admin_router_;
    std::unique_ptr<platform::http::Server> admin_server_;  // none: the other answers for it
    std::jthread search_reader_;
};

}  // namespace kontor::app
