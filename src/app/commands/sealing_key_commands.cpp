#include "app/keys.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kontor::app {

namespace {

// Until a whole pass finds nothing.
std::size_t reseal_everything(Databases& databases, const platform::Sealer& sealer) {
    std::size_t count = 0;
    while (const auto found = customers::seal_personal_data(databases.customers, sealer) +
                              payments::seal_kept_tokens(databases.payments, sealer) +
                              notifications::seal_personal_data(databases.notifications, sealer) +
                              auth::reseal_secrets(databases.auth, sealer))
        count += found;
    return count;
}

void reseal(const Global& global) {
    const OpenShop shop(global);
    auto& databases = shop->databases();
    const auto& sealer = shop->sealer();
    value_or_fail(check_former_keys(databases.platform, sealer));
    const auto count = reseal_everything(databases, sealer);
    value_or_fail(forget_former_keys(databases.platform, sealer));
    const auto key = sealer.key_ids().front();
    shop.keep_deed("reseal_personal_data", key);
    if (global.json)
        print_json(count);
    else
        std::cout << count << " values are sealed anew, and all under the key " << key
                  << " now: former keys are needed no more\n";
}

void make_key(const Global& global) {
    const auto key = platform::make_sealing_key();
    if (global.json)
        print_json(platform::to_text(key));
    else
        std::cout << platform::to_text(key) << '\n';
}

}  // namespace

void add_sealing_key_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* keys = app.add_subcommand("keys", "Keys that personal data is sealed under")
                     ->require_subcommand(1);
    keys->add_subcommand("reseal", "Seal everything under the newest key, to take former ones away")
        ->callback([&] { chosen = [&global] { reseal(global); }; });
    keys->add_subcommand("make", "Print a new one, for sealing.keys or the key file")
        ->callback([&] { chosen = [&global] { make_key(global); }; });
}

}  // namespace kontor::app
