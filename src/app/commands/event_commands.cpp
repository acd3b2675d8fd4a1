#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <cmath>
#include <thread>

namespace kontor::app {

using platform::EventAdministration;
using platform::EventId;
using platform::ParkedState;

namespace {

struct EventOptions {
    std::string event;
    std::optional<std::string> subscription;
    std::string from;
    std::size_t limit = 50;
    bool follow = false;
};

void tail(const Global& global, const EventOptions& options) {
    const OpenShop shop(global);
    auto& events = shop->modules().events;
    auto newest = events.newest_position();
    auto position = newest - std::min<std::int64_t>(newest, std::int64_t(options.limit));
    do {
        const auto logged = events.tail(position, 1000);
        for (const auto& event : logged) {
            position = event.position;
            if (global.json)
                print_json(event);
            else
                std::cout << event.position << "  " << platform::to_rfc3339(event.at) << "  "
                          << event.name << "  " << event.payload << '\n';
        }
        std::cout << std::flush;
        if (options.follow && logged.empty())
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (options.follow);
}

void lag(const Global& global) {
    const OpenShop shop(global);
    auto& events = shop->modules().events;
    const auto lags = events.lag();
    if (global.json) return print_json(lags);
    std::vector<std::vector<std::string>> rows{
        {"SUBSCRIPTION", "EVENTS", "SECONDS", "PARKED", "DEAD"}};
    for (const auto& lag : lags)
        rows.push_back({lag.subscription, std::to_string(lag.events),
                        std::to_string(std::lround(lag.seconds)), std::to_string(lag.parked),
                        std::to_string(lag.dead)});
    std::cout << table(rows);
}

void list(const Global& global, std::optional<ParkedState> state, const EventOptions& options) {
    const OpenShop shop(global);
    auto& events = shop->modules().events;
    const auto found = events.parked(state, options.limit);
    if (global.json) return print_json(found);
    std::vector<std::vector<std::string>> rows{
        {"EVENT", "SUBSCRIPTION", "NAME", "STATE", "ATTEMPTS", "LAST ERROR"}};
    for (const auto& event : found)
        rows.push_back({event.id.text(), event.subscription, event.name,
                        std::string(platform::enum_name(event.state)),
                        std::to_string(event.attempts), event.last_error});
    std::cout << table(rows);
}

EventId event_of(const EventOptions& options) {
    const auto id = EventId::parse(options.event);
    if (!id) throw CommandFailed("'" + options.event + "' is not an event's id (evt_...)");
    return *id;
}

void replay(const Global& global, const EventOptions& options) {
    const auto from = platform::parse_rfc3339(options.from);
    if (!from) throw CommandFailed("--from takes a time such as 2026-01-31T12:00:00Z");
    const OpenShop shop(global);
    auto& events = shop->modules().events;
    const auto count = value_or_fail(events.replay(options.subscription.value(), *from));
    std::cout << "replaying " << count << " events\n";
}

void add_listing_commands(CLI::App& events, Global& global, Chosen& chosen,
                          const std::shared_ptr<EventOptions>& options) {
    auto* tailing = events.add_subcommand("tail", "Show the newest events of the log");
    tailing->add_flag("--follow,-f", options->follow, "Go on with what is being logged");
    tailing->add_option("--limit", options->limit, "How many")->capture_default_str();
    tailing->callback([&, options] { chosen = [&global, options] { tail(global, *options); }; });

    events.add_subcommand("lag", "Show how far behind each subscription is")->callback([&] {
        chosen = [&global] { lag(global); };
    });
    auto* parked =
        events.add_subcommand("parked", "List events that are tried again, and those behind");
    parked->add_option("--limit", options->limit, "How many")->capture_default_str();
    parked->callback(
        [&, options] { chosen = [&global, options] { list(global, std::nullopt, *options); }; });
    auto* dead = events.add_subcommand("dead", "List events that failed for good");
    dead->add_option("--limit", options->limit, "How many")->capture_default_str();
    dead->callback([&, options] {
        chosen = [&global, options] { list(global, ParkedState::dead, *options); };
    });
}

}  // namespace

void add_event_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* events = app.add_subcommand("events", "Look into the event log, and mend what failed")
                       ->require_subcommand(1);
    const auto options = std::make_shared<EventOptions>();
    add_listing_commands(*events, global, chosen, options);

    const auto add_for_one = [&](const char* name, const char* help, auto act) {
        auto* command = events->add_subcommand(name, help);
        command->add_option("event", options->event, "Its id, evt_...")->required();
        command->add_option("--subscription", options->subscription, "Only there");
        command->callback([&chosen, &global, options, act] {
            chosen = [&global, options, act] {
                const OpenShop shop(global);
                value_or_fail(
                    act(shop->modules().events, event_of(*options), options->subscription));
            };
        });
    };
    add_for_one("retry", "Try a parked or dead event again",
                [](EventAdministration& administration, const EventId& event,
                   const std::optional<std::string>& subscription) {
                    return administration.retry(event, subscription);
                });
    add_for_one("discard", "Give a parked or dead event up",
                [](EventAdministration& administration, const EventId& event,
                   const std::optional<std::string>& subscription) {
                    return administration.discard(event, subscription);
                });

    auto* replaying = events->add_subcommand("replay", "Deliver again what was logged since");
    replaying->add_option("--subscription", options->subscription, "To which subscription")
        ->required();
    replaying->add_option("--from", options->from, "A time such as 2026-01-31T12:00:00Z")
        ->required();
    replaying->callback(
        [&, options] { chosen = [&global, options] { replay(global, *options); }; });
}

}  // namespace kontor::app
