#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace kontor::app {

namespace {

struct PreviewOptions {
    std::string kind;
    std::string locale;
    std::string order;
    bool html = false;
    bool text = false;
};

std::optional<platform::LanguageTag> locale_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto locale = platform::LanguageTag::accept(text);
    if (!locale) throw CommandFailed("'" + text + "' is not " + platform::LanguageTag::rule());
    return locale;
}

void print(const notifications::Preview& preview, const PreviewOptions& options) {
    if (options.html) {
        std::cout << preview.html;
        return;
    }
    if (options.text) {
        std::cout << preview.text;
        return;
    }
    std::cout << "Subject: " << preview.subject << "\n\n" << preview.text;
    if (preview.sms) std::cout << "\nText message: " << *preview.sms << '\n';
    if (preview.push) std::cout << "Push message: " << *preview.push << '\n';
}

void preview(const Global& global, const PreviewOptions& options) {
    const auto locale = locale_of(options.locale);
    std::optional<std::string> order;
    if (!options.order.empty()) order = options.order;
    const OpenShop shop(global);
    const auto shown = value_or_fail(
        shop->modules().notifications->templates().preview(options.kind, locale, order, {}));
    if (global.json) return print_json(shown);
    print(shown, options);
}

}  // namespace

void add_message_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* messages =
        app.add_subcommand("messages", "See what the shop writes")->require_subcommand(1);
    auto* command = messages->add_subcommand(
        "preview", "Show what a message would say, about made-up goods or an order");
    const auto options = std::make_shared<PreviewOptions>();
    command->add_option("kind", options->kind, "order_placed, welcome, ...")->required();
    command->add_option("--locale", options->locale, "Its language (default: the shop's)");
    command->add_option("--order", options->order, "The number or id of an order");
    auto* html = command->add_flag("--html", options->html, "Only the HTML part");
    command->add_flag("--text", options->text, "Only the text part")->excludes(html);
    command->callback([&, options] { chosen = [&global, options] { preview(global, *options); }; });
}

}  // namespace kontor::app
