#include "app/application.hpp"
#include "app/permissions_document.hpp"
#include "app/shop.hpp"
#include "commands/command_line.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace kontor::app {

namespace {

void print_permissions(const Global& global) {
    const auto configuration = global.read();
    const ShopDatabase database(configuration, global.data_directory);
    const platform::SystemClock clock;
    const Application application(database.apply_to(configuration), global.data_directory, clock);
    std::cout << permissions_document(application.router().openapi());
}

}  // namespace

void add_permission_commands(CLI::App& app, Global& global, Chosen& chosen) {
    app.add_subcommand("permissions", "Print who may call which route, as docs/permissions.md")
        ->callback([&] { chosen = [&global] { print_permissions(global); }; });
}

}  // namespace kontor::app
