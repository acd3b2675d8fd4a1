#include "app/application.hpp"
#include "app/demo.hpp"
#include "app/schema.hpp"
#include "app/shop.hpp"
#include "commands/command_line.hpp"
#include "platform/http/reserved_port.hpp"

#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <memory>

namespace kontor::app {

namespace {

struct ServeOptions {
    bool demo = false;
    std::optional<std::uint16_t> port;
};

// Blocked before any thread starts, so that only serve_until_stopped() ever sees them.
sigset_t block_signals(const Configuration& configuration) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (!configuration.http.tls.certificate.empty()) sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

// Shells give fewer files than the shop takes connections, and leave it to the program to ask for
// the others.
void allow_many_files() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

void serve_until_stopped(const Configuration& given, ShopDatabase& database, const Global& global,
                         const sigset_t& signals, bool demo) {
    auto configuration = database.apply_to(given);
    allow_many_files();
    // Letters name the port before there is a server.
    std::optional<platform::http::ReservedPort> any_port;
    if (configuration.http.port == 0)
        configuration.http.port = any_port.emplace(configuration.http.address).number();
    const platform::SystemClock clock;
    Application application(configuration, global.data_directory, clock);
    if (demo) {
        stock_demo_shop(application.modules());
        application.dispatcher().drain();
    }
    value_or_fail(application.start());
    any_port.reset();
    const auto* scheme = configuration.http.tls.certificate.empty() ? "http://" : "https://";
    std::cout << "Kontor is open at " << scheme << configuration.http.address << ':'
              << application.port() << "\nIts data is in "
              << std::filesystem::absolute(global.data_directory).lexically_normal().string()
              << '\n'
              << std::flush;
    constexpr timespec second{1, 0};
    for (int signal = 0; signal != SIGTERM && signal != SIGINT;) {
        signal = sigtimedwait(&signals, nullptr, &second);
        if (signal == SIGHUP || application.has_new_certificate()) application.renew_certificate();
        if (signal < 0) database.keep_alive();
    }
    application.stop();
}

void migrate_database(const std::string& dsn) {
    platform::Pool pool({.dsn = dsn, .size = 1});
    value_or_fail(platform::migrate(pool, embedded_migrations()));
}

void check_database(const std::string& dsn) {
    platform::Pool pool({.dsn = dsn, .size = 1});
    const auto report = value_or_fail(platform::check_migrations(pool, embedded_migrations()));
    if (!report.pending.empty())
        throw CommandFailed("the database lacks " + std::to_string(report.pending.size()) +
                            " migrations, first " + report.pending.front() +
                            ": run kontor migrate");
}

void show_ways_of_paying(payments::Config& payments) {
    payments.simulator = true;
    payments.cash_on_delivery.enabled = true;
    if (payments.bank_transfer.enabled) return;
    payments.bank_transfer.enabled = true;
    payments.bank_transfer.account_holder = "Kontor Demo";
    payments.bank_transfer.iban = "DE02120300000000202051";
}

void up(const Global& global, const ServeOptions& options) {
    auto configuration = global.read();
    const auto signals = block_signals(configuration);
    if (options.port) configuration.http.port = *options.port;
    if (options.demo) show_ways_of_paying(configuration.payments);
    ShopDatabase database(configuration, global.data_directory, ShopDatabase::Use::own);
    migrate_database(database.dsn());
    serve_until_stopped(configuration, database, global, signals, options.demo);
}

void serve(const Global& global, const ServeOptions& options) {
    auto configuration = global.read();
    const auto signals = block_signals(configuration);
    if (options.port) configuration.http.port = *options.port;
    ShopDatabase database(configuration, global.data_directory, ShopDatabase::Use::own);
    check_database(database.dsn());
    serve_until_stopped(configuration, database, global, signals, false);
}

}  // namespace

void add_serve_commands(CLI::App& app, Global& global, Chosen& chosen) {
    const auto options = std::make_shared<ServeOptions>();
    auto* open = app.add_subcommand(
        "up", "Start a private PostgreSQL where none is configured, migrate, and serve");
    open->add_flag("--demo", options->demo,
                   "Fill an empty shop with demo goods and switch the payment simulator on");
    open->add_option("--port", options->port, "Instead of http.port; 0 takes any free one");
    open->callback(
        [&chosen, &global, options] { chosen = [&global, options] { up(global, *options); }; });

    auto* serving = app.add_subcommand("serve", "Serve a database that is migrated already");
    serving->add_option("--port", options->port, "Instead of http.port; 0 takes any free one");
    serving->callback(
        [&chosen, &global, options] { chosen = [&global, options] { serve(global, *options); }; });
}

}  // namespace kontor::app
