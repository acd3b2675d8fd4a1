#include "app/application.hpp"

#include "app/routes.hpp"
#include "app/schema.hpp"
#include "platform/db/migrations.hpp"
#include "platform/http/idempotency.hpp"

#include <algorithm>
#include <iterator>

namespace kontor::app {

using platform::Database;
using platform::module_role;

namespace {

platform::PoolOptions pool_options(const DatabaseConfig& config) {
    platform::PoolOptions options;
    options.dsn = config.dsn;
    options.size = static_cast<std::size_t>(config.connections);
    options.lease_timeout = std::chrono::milliseconds(config.lease_timeout_ms);
    options.statement_timeout = std::chrono::milliseconds(config.statement_timeout_ms);
    return options;
}

platform::http::ServerOptions server_options(const HttpConfig& config) {
    platform::http::ServerOptions options;
    options.address = config.address;
    options.port = config.port;
    options.io_threads = static_cast<std::size_t>(config.io_threads);
    options.workers = static_cast<std::size_t>(config.workers);
    options.remote_workers = static_cast<std::size_t>(config.remote_workers);
    options.queue = static_cast<std::size_t>(config.queue);
    options.max_connections = static_cast<std::size_t>(config.max_connections);
    options.max_connections_per_peer = static_cast<std::size_t>(config.max_connections_per_address);
    return options;
}

// Answers few and short questions, also when the other port is overrun.
platform::http::ServerOptions admin_server_options(const HttpConfig& config) {
    platform::http::ServerOptions options;
    options.address = config.admin_address;
    options.port = config.admin_port;
    options.io_threads = 1;
    options.workers = 2;
    options.remote_workers = 0;
    options.queue = 32;
    options.max_connections = 64;
    return options;
}

std::vector<std::string> facts_that_drop() {
    auto names = catalog::facts_that_drop();
    std::ranges::move(search::facts_that_drop(), std::back_inserter(names));
    return names;
}

platform::DispatcherOptions dispatcher_options(const EventsConfig& config) {
    platform::DispatcherOptions options;
    options.attempts = static_cast<int>(config.attempts);
    return options;
}

std::string cursor_secret(platform::Database& database) {
    return database.read([](platform::Reader& reader) {
        return reader.one<std::string>("select value from platform.secret where name = 'cursors'")
            .value();
    });
}

}  // namespace

Databases::Databases(platform::Pool& pool)
    : platform(pool, module_role("platform")),
      auth(pool, module_role("auth")),
      inventory(pool, module_role("inventory")),
      catalog(pool, module_role("catalog")),
      payments(pool, module_role("payments")),
      shipping(pool, module_role("shipping")),
      search(pool, module_role("search")),
      cart(pool, module_role("cart")),
      orders(pool, module_role("orders")),
      checkout(pool, module_role("checkout")),
      notifications(pool, module_role("notifications")) {}

Modules::Modules(Databases& databases, platform::EventLog& log, const platform::Clock& clock,
                 const Configuration& configuration, const std::filesystem::path& data_directory)
    : tax{configuration.shop.tax_name, configuration.shop.tax_rate_ppm,
          configuration.shop.prices_include_tax},
      auth(auth::make_auth(databases.auth, log, clock, configuration.auth)),
      inventory(inventory::make_inventory(databases.inventory, log, clock)),
      catalog(catalog::make_catalog(databases.catalog, log, clock, *inventory)),
      payments(payments::make_payments(databases.payments, log, clock, configuration.payments)),
      shipping(shipping::make_shipping(databases.shipping, log, clock)),
      search(search::make_search(databases.search, log, *catalog, *inventory,
                                 configuration.shop.currency)),
      cart(cart::make_cart(databases.cart, log, clock, *catalog, *inventory,
                           configuration.shop.currency, tax)),
      orders(orders::make_orders(databases.orders, log, clock)),
      checkout(checkout::make_checkout(databases.checkout, clock, *cart, *inventory, *payments,
                                       *shipping, *orders, tax, configuration.checkout)),
      notifications(notifications::make_notifications(databases.notifications, clock,
                                                      data_directory / "mail", configuration.mail)),
      events(databases.platform) {}

Application::Application(const Configuration& configuration,
                         const std::filesystem::path& data_directory, const platform::Clock& clock)
    : configuration_(configuration),
      clock_(clock),
      pool_(pool_options(configuration.database)),
      databases_(pool_),
      cursor_secret_(cursor_secret(databases_.platform)),
      modules_(databases_, events_, clock, configuration, data_directory),
      cache_(static_cast<std::size_t>(configuration.http.cache_mebibytes) << 20),
      router_({.title = "Kontor",
               .version = KONTOR_VERSION,
               .authenticate = auth::authenticator(*modules_.auth),
               .idempotency = &databases_.platform,
               .clock = &clock_,
               .cache = &cache_,
               .metrics = &metrics_}),
      dispatcher_(events_, databases_.platform, clock, dispatcher_options(configuration.events)),
      jobs_(pool_),
      tail_(
          databases_.platform, facts_that_drop(), [this](auto facts) { drop_cached(facts); },
          [this] { cache_.clear(); }),
      admin_router_({.version = KONTOR_VERSION, .authenticate = {}}) {
    add_routes();
    subscribe();
    add_jobs();
    events_.on_committed([this](auto facts) { drop_cached(facts); });
    measure();
    server_ = std::make_unique<platform::http::Server>(router_, server_options(configuration.http));
    if (configuration.http.admin_port != 0)
        admin_server_ = std::make_unique<platform::http::Server>(
            admin_router_, admin_server_options(configuration.http));
}

Application::~Application() = default;

void Application::add_routes() {
    const bool has_admin_port = configuration_.http.admin_port != 0;
    for (auto* router : {&router_, &admin_router_})
        add_health_routes(*router, databases_.platform, dispatcher_, embedded_migrations().size());
    add_metrics_route(has_admin_port ? admin_router_ : router_, dispatcher_, metrics_);
    add_event_routes(router_, modules_.events);
    add_routes_of_modules();
    platform::http::add_reference(router_);
}

void Application::add_routes_of_modules() {
    const auto currency = configuration_.shop.currency;
    auto& [tax, auth, inventory, catalog, payments, shipping, search, cart, orders, checkout,
           notifications, events] = modules_;
    auth::add_routes(router_, *auth);
    inventory::add_routes(router_, *inventory);
    catalog::add_routes(router_, *catalog, *inventory, currency, cursor_secret_);
    payments::add_routes(router_, *payments);
    shipping::add_routes(router_, *shipping);
    search::add_routes(router_, *search, cursor_secret_);
    cart::add_routes(router_, *cart);
    orders::add_routes(router_, *orders, *payments, *shipping, cursor_secret_);
    checkout::add_routes(router_, *checkout);
    notifications::add_routes(router_, *notifications, cursor_secret_);
}

void Application::subscribe() {
    inventory::subscribe(dispatcher_, databases_.inventory, events_, clock_);
    payments::subscribe(dispatcher_, databases_.payments, events_, clock_, &jobs_);
    shipping::subscribe(dispatcher_, databases_.shipping);
    search::subscribe(dispatcher_, databases_.search, events_, *modules_.catalog,
                      *modules_.inventory, configuration_.shop.currency);
    cart::subscribe(dispatcher_, databases_.cart);
    orders::subscribe(dispatcher_, databases_.orders, events_);
    checkout::subscribe(dispatcher_, databases_.checkout, jobs_);
    notifications::subscribe(dispatcher_, databases_.notifications, clock_, *modules_.orders, jobs_,
                             configuration_.mail);
}

void Application::add_jobs() {
    inventory::add_jobs(jobs_, *modules_.inventory);
    payments::add_jobs(jobs_, *modules_.payments);
    checkout::add_jobs(jobs_, *modules_.checkout);
    notifications::add_jobs(jobs_, *modules_.notifications);
    jobs_.every(std::chrono::hours(1), "platform.idempotency", [this] {
        platform::http::remove_old_idempotency_records(databases_.platform,
                                                       clock_.now() - std::chrono::hours(24));
    });
    jobs_.every(std::chrono::hours(6), "platform.event_partitions", [this] {
        modules_.events.maintain_partitions(static_cast<int>(configuration_.events.keep_days),
                                            clock_.now());
    });
}

// At once for what this process commits; the tail tells what the others do.
void Application::drop_cached(std::span<const platform::Announcement> facts) {
    for (const auto& fact : facts) {
        catalog::drop_cached(fact, cache_);
        search::drop_cached(fact, cache_);
    }
}

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
    gauge("kontor_database_commits_total", "Transactions committed",
          [this] { return pool_.statistics().commits; });
}

platform::Result<> Application::start() {
    modules_.events.maintain_partitions(static_cast<int>(configuration_.events.keep_days),
                                        clock_.now());
    tail_.start();
    for (auto* server : {admin_server_.get(), server_.get()})
        if (server)
            if (auto started = server->start(); !started) return started;
    dispatcher_.start();
    jobs_.start();
    return {};
}

void Application::stop() {
    server_->stop(std::chrono::seconds(configuration_.http.stop_seconds));
    jobs_.stop();
    dispatcher_.stop();
    tail_.stop();
    if (admin_server_) admin_server_->stop(std::chrono::seconds(0));
}

void Application::settle() {
    do {
        dispatcher_.drain();
        jobs_.run_all();
    } while (dispatcher_.drain() > 0);
}

}  // namespace kontor::app
