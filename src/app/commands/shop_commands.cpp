#include "commands/export_command.hpp"
#include "commands/import_command.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kontor::app {

namespace {

void show_order(const Global& global, const std::string& number) {
    const OpenShop shop(global);
    auto& orders = *shop->modules().orders;
    const auto order = value_or_fail(orders.find(number));
    if (global.json) return print_json(order);

    std::cout << "Order " << order.number << "  " << order.id.text() << "\n"
              << platform::enum_name(order.status) << ", payment "
              << platform::enum_name(order.payment_status) << ", fulfilment "
              << platform::enum_name(order.fulfilment_status) << "\n"
              << order.email << "\n\n";
    std::vector<std::vector<std::string>> rows{{"SKU", "TITLE", "QUANTITY", "TOTAL"}};
    for (const auto& item : order.items)
        rows.push_back(
            {item.sku, item.title, std::to_string(item.quantity), platform::to_text(item.total)});
    rows.push_back({"", "Shipping", "", platform::to_text(order.totals.shipping)});
    rows.push_back({"", "Total", "", platform::to_text(order.totals.total)});
    std::cout << table(rows) << '\n';
    std::vector<std::vector<std::string>> history{{"WHEN", "WHO", "WHAT", ""}};
    for (const auto& entry : orders.timeline(order.id))
        history.push_back(
            {platform::to_rfc3339(entry.at), entry.actor, entry.event, entry.detail.value_or("")});
    std::cout << table(history);
}

}  // namespace

void add_shop_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* orders = app.add_subcommand("orders", "Look at orders")->require_subcommand(1);
    auto* show = orders->add_subcommand("show", "Show one order with its timeline");
    const auto number = std::make_shared<std::string>();
    show->add_option("order", *number, "Its number or id")->required();
    show->callback([&, number] { chosen = [&global, number] { show_order(global, *number); }; });

    add_import_command(app, global, chosen);
    add_export_command(app, global, chosen);
}

}  // namespace kontor::app
