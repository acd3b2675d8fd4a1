#include "commands/command_line.hpp"

#include "app/configuration_check.hpp"
#include "commands/version.hpp"
#include "platform/config/config.hpp"
#include "platform/db/database.hpp"
#include "platform/telemetry/log.hpp"

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <iostream>

namespace kontor::app {

namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;

platform::log::Level level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return platform::log::Level::debug;
        case LogLevel::info:
            return platform::log::Level::info;
        case LogLevel::warning:
            return platform::log::Level::warning;
        case LogLevel::error:
            return platform::log::Level::error;
    }
    return platform::log::Level::info;
}

// libpq explains itself in several lines.
std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c != '\n' && c != '\t')
            line += c;
        else if (!line.ends_with(' '))
            line += ' ';
    }
    return line;
}

std::string explain(const platform::StatementError& failure) {
    constexpr std::string_view insufficient_privilege = "42501";
    if (failure.sqlstate() != insufficient_privilege)
        return std::string("unexpected failure: ") + failure.what();
    return std::string(
               "the login lacks a right in the database; kontor migrate says what to "
               "grant: ") +
           failure.what();
}

int run(const Chosen& chosen) {
    std::string reason;
    try {
        chosen();
        return 0;
    } catch (const CommandFailed& failure) {
        reason = failure.what();
    } catch (const platform::DatabaseUnavailable& failure) {
        reason = in_one_line(failure.what());
    } catch (const platform::StatementError& failure) {
        reason = in_one_line(explain(failure));
    } catch (const std::invalid_argument& failure) {
        reason = in_one_line(failure.what());
    } catch (const std::exception& failure) {
        reason = in_one_line(std::string("unexpected failure: ") + failure.what());
    }
    std::cerr << "kontor: " << reason << '\n';
    return refused;
}

int report(const CLI::App& app, const CLI::ParseError& error) {
    if (const auto unknown = app.remaining();
        !unknown.empty() && error.get_exit_code() == int(CLI::ExitCodes::RequiredError)) {
        std::cerr << "kontor: '" << unknown.front() << "' is not a command; see kontor --help\n";
        return wrong_usage;
    }
    return app.exit(error) == 0 ? 0 : wrong_usage;
}

}  // namespace

std::filesystem::path Global::file() const {
    if (!config_file.empty()) return config_file;
    // Root's own folder, when root runs a command as the shop's user, cannot be looked into.
    const bool is_anywhere = ::access(".", X_OK) == 0;
    for (const std::filesystem::path candidate :
         {"config/kontor.yaml", "/etc/kontor/kontor.yaml"}) {
        if (candidate.is_relative() && !is_anywhere) continue;
        std::error_code unreadable;
        if (std::filesystem::exists(candidate, unreadable) || unreadable) return candidate;
    }
    return {};
}

Configuration Global::read() const {
    auto configuration = value_or_fail(
        platform::read_config<Configuration>(file(), platform::process_environment()));
    check(configuration);
    platform::log::start(level_of(configuration.log.level));
    return configuration;
}

std::filesystem::path default_data_directory() {
    using enum std::filesystem::perms;
    if (::geteuid() != 0) return "var";
    for (auto directory = std::filesystem::current_path();; directory = directory.parent_path()) {
        if ((std::filesystem::status(directory).permissions() & others_exec) == none)
            return "/var/lib/kontor";
        if (directory == directory.root_path()) return "var";
    }
}

int run_command_line(int argc, char** argv) {
    CLI::App app("Kontor: a whole shop in one binary.", "kontor");
    app.require_subcommand(1);
    app.fallthrough();
    app.set_version_flag("--version", version(), "Print the version");
    Global global;
    Chosen chosen;
    app.add_option(
        "--config", global.config_file,
        "Configuration file (default: config/kontor.yaml, then /etc/kontor/kontor.yaml)");
    app.add_option("--data", global.data_directory,
                   "Directory of the private PostgreSQL, media and mail spool")
        ->capture_default_str();
    app.add_flag("--json", global.json, "Print JSON instead of text");
    add_serve_commands(app, global, chosen);
    add_maintenance_commands(app, global, chosen);
    add_user_commands(app, global, chosen);
    add_shop_commands(app, global, chosen);
    add_event_commands(app, global, chosen);
    add_message_commands(app, global, chosen);
    add_payment_commands(app, global, chosen);
    add_signing_key_commands(app, global, chosen);
    add_api_key_commands(app, global, chosen);
    add_audit_commands(app, global, chosen);
    add_permission_commands(app, global, chosen);
    add_sealing_key_commands(app, global, chosen);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return report(app, error);
    }
    const int status = run(chosen);
    platform::log::stop();
    return status;
}

}  // namespace kontor::app
