#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>

namespace kontor::app {

namespace {

struct Wish {
    auth::NewApiKey key;
    std::string kind = "secret";
    int days = 0;
};

void make(const Global& global, Wish wish) {
    const OpenShop shop(global);
    auto& keys = *shop->modules().api_keys;
    wish.key.kind = platform::enum_from_name<auth::ApiKeyKind>(wish.kind).value();
    if (wish.days > 0)
        wish.key.expires_at = std::chrono::floor<std::chrono::microseconds>(
            std::chrono::system_clock::now() + std::chrono::days(wish.days));
    const auto made = value_or_fail(keys.make({.is_operator = true}, wish.key));
    shop.keep_deed("create_api_key", made.key.id.text(), {}, platform::json::write(made.key));
    if (global.json) return print_json(made);
    std::cout << made.key.id.text() << ' ' << made.key.name << "\n"
              << made.secret << "\nKeep it now: it is not shown again.\n";
}

std::string state_of(const auth::ApiKey& key) {
    if (key.revoked_at) return "revoked " + platform::to_rfc3339(*key.revoked_at);
    if (key.expires_at) return "until " + platform::to_rfc3339(*key.expires_at);
    return "";
}

void list(const Global& global) {
    const OpenShop shop(global);
    auto& keys = *shop->modules().api_keys;
    const auto all = keys.keys({.limit = 10'000});
    if (global.json) return print_json(all);
    std::vector<std::vector<std::string>> rows{
        {"ID", "KEY", "NAME", "MADE", "LAST USED", "GOOD", "SCOPES"}};
    for (const auto& key : all) {
        std::string scopes;
        for (const auto& scope : key.scopes) scopes.append(scopes.empty() ? "" : " ").append(scope);
        rows.push_back({key.id.text(), key.hint, key.name, platform::to_rfc3339(key.created_at),
                        key.last_used_at ? platform::to_rfc3339(*key.last_used_at) : "",
                        state_of(key), scopes});
    }
    std::cout << table(rows);
}

void revoke(const Global& global, const std::string& id) {
    const OpenShop shop(global);
    auto& keys = *shop->modules().api_keys;
    const auto parsed = auth::ApiKeyId::parse(id);
    if (!parsed)
        throw CommandFailed("'" + id + "' is no id of a key; kontor api-keys list shows them");
    const auto key = value_or_fail(keys.revoke({.is_operator = true}, *parsed));
    shop.keep_deed("revoke_api_key", key.id.text(), {}, platform::json::write(key));
    if (global.json) return print_json(key);
    std::cout << key.id.text() << ' ' << key.name << " is revoked\n";
}

void add_making(CLI::App& keys, Global& global, Chosen& chosen) {
    auto* making = keys.add_subcommand("make", "Make one; it is shown this once");
    const auto wish = std::make_shared<Wish>();
    making->add_option("--name", wish->key.name, "What it is for")->required();
    making->add_option("--kind", wish->kind, "secret: for a program; publishable: for a shop front")
        ->check(CLI::IsMember({"secret", "publishable"}))
        ->capture_default_str();
    making->add_option("--scope", wish->key.scopes,
                       "A permission that a secret key has, such as orders.read; several: again");
    making->add_option("--origin", wish->key.origins,
                       "Whose pages may show a publishable key; none: any");
    making->add_option("--days", wish->days, "How long it is good; else until it is revoked")
        ->check(CLI::Range(1, 36'500));
    making->callback(
        [&global, &chosen, wish] { chosen = [&global, wish] { make(global, *wish); }; });
}

}  // namespace

void add_api_key_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* keys =
        app.add_subcommand("api-keys", "Keys of programs and shop fronts")->require_subcommand(1);
    add_making(*keys, global, chosen);
    keys->add_subcommand("list", "Show them, the newest first, but for what is secret")
        ->callback([&] { chosen = [&global] { list(global); }; });
    auto* revoking = keys->add_subcommand("revoke", "Make one good no longer, at once");
    const auto id = std::make_shared<std::string>();
    revoking->add_option("key", *id, "Its id")->required();
    revoking->callback([&, id] { chosen = [&global, id] { revoke(global, *id); }; });
}

}  // namespace kontor::app
