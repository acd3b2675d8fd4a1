#include "app/application.hpp"
#include "app/configuration_check.hpp"
#include "app/doctor.hpp"
#include "app/keys.hpp"
#include "app/purchases.hpp"
#include "app/schema.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"
#include "commands/version.hpp"
#include "platform/audit/audit_log.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>

namespace kontor::app {

namespace {

// file: "" where there is none and the defaults hold.
struct ConfigCheck {
    std::string file;
    bool good = true;
};
BOOST_DESCRIBE_STRUCT(ConfigCheck, (), (file, good))

void migrate(const Global& global, bool only_check) {
    const auto configuration = global.read();
    const ShopDatabase database(
        configuration, global.data_directory,
        only_check ? ShopDatabase::Use::visit : ShopDatabase::Use::visit_or_create);
    platform::Pool pool({.dsn = database.dsn(), .size = 1});
    const auto migrations = embedded_migrations();
    const auto report = value_or_fail(only_check ? platform::check_migrations(pool, migrations)
                                                 : platform::migrate(pool, migrations));
    const auto& names = only_check ? report.pending : report.applied;
    if (global.json) {
        print_json(names);
    } else {
        for (const auto& name : names)
            std::cout << (only_check ? "pending " : "applied ") << name << '\n';
        if (names.empty()) std::cout << "nothing to do\n";
    }
    if (only_check && !names.empty())
        throw CommandFailed(names.size() == 1
                                ? "1 migration is pending"
                                : std::to_string(names.size()) + " migrations are pending");
}

void reindex(const Global& global, const std::string& model) {
    const OpenShop shop(global);
    auto& modules = shop->modules();
    if (model == "customers") {
        const auto count = rebuild_purchases(modules, platform::SystemClock().now());
        std::cout << "counted " << count << " purchases\n";
        return;
    }
    const bool is_baskets = model == "recommendations";
    Progress progress(is_baskets ? "Counting baskets" : "Indexing products",
                      is_baskets ? 0 : modules.search->size());
    const auto show = [&](std::size_t done) { progress.show(done); };
    if (is_baskets) {
        std::cout << "counted " << modules.recommendations->rebuild(show) << " baskets\n";
        return;
    }
    std::cout << "indexed " << value_or_fail(modules.search->rebuild(show)) << " products\n";
}

void examine_shop(const Global& global) {
    const OpenShop shop(global);
    auto violations = examine(shop->modules(), platform::SystemClock().now());
    for (const auto& place : platform::AuditLog(shop->databases().platform).verify().breaks)
        violations.push_back({"L1 the audit log is as it was written", "audit log", place});
    std::ranges::move(check_running_keys(shop->databases().platform),
                      std::back_inserter(violations));
    if (global.json) print_json(violations);
    if (violations.empty()) {
        if (!global.json) std::cout << "healthy: stock, money, orders and events agree\n";
        return;
    }
    if (!global.json) {
        std::vector<std::vector<std::string>> rows{{"INVARIANT", "SUBJECT", "WHAT IS WRONG"}};
        for (const auto& violation : violations)
            rows.push_back({violation.invariant, violation.subject, violation.detail});
        std::cout << table(rows);
    }
    throw CommandFailed(violations.size() == 1 ? "1 violation"
                                               : std::to_string(violations.size()) + " violations");
}

}  // namespace

void add_maintenance_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* migrating = app.add_subcommand("migrate", "Bring the database to this program's state");
    const auto only_check = std::make_shared<bool>(false);
    migrating->add_flag("--check", *only_check, "Only say what is pending; status 1 if any");
    migrating->callback(
        [&, only_check] { chosen = [&global, only_check] { migrate(global, *only_check); }; });

    auto* indexing = app.add_subcommand("reindex", "Build a read model anew");
    const auto model = std::make_shared<std::string>("search");
    indexing->add_option("model", *model, "Which one")
        ->check(CLI::IsMember({"search", "recommendations", "customers"}))
        ->capture_default_str();
    indexing->callback([&, model] { chosen = [&global, model] { reindex(global, *model); }; });

    app.add_subcommand("doctor", "Check that stock, money, orders, events and keys agree")
        ->callback([&] { chosen = [&global] { examine_shop(global); }; });

    auto* config = app.add_subcommand("config", "Check the configuration")->require_subcommand(1);
    config->add_subcommand("check", "Read it and say what is wrong")->callback([&] {
        chosen = [&global] {
            check_environment(global.read(), global.data_directory);
            const auto file = global.file().string();
            if (global.json)
                print_json(ConfigCheck{file});
            else
                std::cout << "good: " << (file.empty() ? "no file, defaults" : file) << '\n';
        };
    });

    app.add_subcommand("version", "Print the version")->callback([&] {
        chosen = [] { std::cout << version() << '\n'; };
    });
}

}  // namespace kontor::app
