#include "app/reconciliation.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kontor::app {

namespace {

struct PeriodOptions {
    std::string from;
    std::string to;
};

std::optional<platform::Time> time_of(const std::string& option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = platform::parse_rfc3339(text);
    if (!time) throw CommandFailed(option + " takes a time such as 2026-01-31T12:00:00Z");
    return time;
}

void print(const std::vector<payments::Difference>& differences) {
    std::vector<std::vector<std::string>> rows{
        {"BOOK", "SUBJECT", "ORDER", "WHAT", "PAYMENTS", "BOOK SAYS", "CURRENCY"}};
    for (const auto& difference : differences)
        rows.push_back({difference.book, difference.subject, difference.order, difference.what,
                        std::to_string(difference.payments), std::to_string(difference.other),
                        difference.currency});
    std::cout << table(rows);
}

void reconcile_payments(const Global& global, const PeriodOptions& options) {
    const payments::Period period{time_of("--from", options.from), time_of("--to", options.to)};
    const OpenShop shop(global);
    const auto differences = reconcile(shop->modules(), period, platform::SystemClock().now());
    if (global.json) print_json(differences);
    if (differences.empty()) {
        if (!global.json) std::cout << "providers, payments, ledger and orders agree\n";
        return;
    }
    if (!global.json) print(differences);
    throw CommandFailed(differences.size() == 1
                            ? "1 difference"
                            : std::to_string(differences.size()) + " differences");
}

}  // namespace

void add_payment_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* payments = app.add_subcommand("payments", "Compare the books")->require_subcommand(1);
    auto* reconciling = payments->add_subcommand(
        "reconcile", "Compare providers, payments, ledger and orders; status 1 if they differ");
    const auto options = std::make_shared<PeriodOptions>();
    reconciling->add_option("--from", options->from, "Payments made at this time or later");
    reconciling->add_option("--to", options->to, "Payments made before this time");
    reconciling->callback(
        [&, options] { chosen = [&global, options] { reconcile_payments(global, *options); }; });
}

}  // namespace kontor::app
