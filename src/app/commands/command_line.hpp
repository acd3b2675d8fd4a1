#pragma once

#include "app/configuration.hpp"

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

namespace kontor::app {

// Parses the arguments and runs the command: 0 done, 1 refused or failed with one line on
// standard error, 2 wrong usage.
int run_command_line(int argc, char** argv);

// What a command says before the program ends with status 1.
class CommandFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

template <class T>
T value_or_fail(platform::Result<T>&& result) {
    if (!result) throw CommandFailed(result.error().message);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// The options that every command has.
// var; for root in a directory that is closed to others, such as /root, where its PostgreSQL could
// not live: /var/lib/kontor.
std::filesystem::path default_data_directory();

struct Global {
    std::string config_file;
    std::filesystem::path data_directory = default_data_directory();
    bool json = false;

    // Reads the file given, or the first that exists of config/kontor.yaml and
    // /etc/kontor/kontor.yaml, or nothing; then the environment. Throws as check() does.
    Configuration read() const;
    std::filesystem::path file() const;
};

// A command's work, chosen while parsing and run afterwards.
using Chosen = std::function<void()>;

void add_serve_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_maintenance_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_user_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_permission_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_shop_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_event_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_message_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_audit_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_signing_key_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_api_key_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_sealing_key_commands(CLI::App& app, Global& global, Chosen& chosen);
void add_payment_commands(CLI::App& app, Global& global, Chosen& chosen);

}  // namespace kontor::app
