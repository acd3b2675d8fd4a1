#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace kontor::app {

namespace {

void list(const Global& global) {
    const OpenShop shop(global);
    auto& keys = *shop->modules().signing_keys;
    const auto all = keys.keys();
    if (global.json) return print_json(all);
    std::vector<std::vector<std::string>> rows{{"KEY", "MADE", "SIGNS FROM", "GOOD UNTIL"}};
    for (const auto& key : all)
        rows.push_back({key.id, platform::to_rfc3339(key.created_at),
                        platform::to_rfc3339(key.signs_from),
                        key.verifies_until ? platform::to_rfc3339(*key.verifies_until) : ""});
    std::cout << table(rows);
}

void rotate(const Global& global) {
    const OpenShop shop(global);
    auto& keys = *shop->modules().signing_keys;
    const auto key = keys.rotate();
    shop.keep_deed("rotate_signing_keys", key.id);
    if (global.json) return print_json(key);
    std::cout << key.id << " signs from " << platform::to_rfc3339(key.signs_from)
              << "; nobody is logged out\n";
}

}  // namespace

void add_signing_key_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* keys = app.add_subcommand("signing-keys", "Keys that access tokens are signed with")
                     ->require_subcommand(1);
    keys->add_subcommand("list", "Show them, the newest first")->callback([&] {
        chosen = [&global] { list(global); };
    });
    keys->add_subcommand("rotate", "Make a new one, which takes over a minute from now")
        ->callback([&] { chosen = [&global] { rotate(global); }; });
}

}  // namespace kontor::app
