#include "browsing.hpp"
#include "event_load.hpp"
#include "shopping.hpp"
#include "signing_in.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace kontor::bench;

int main(int argc, char** argv) {
    CLI::App app("Loads a running shop on loopback and prints figures as JSON.");
    app.require_subcommand(1);
    Shop shop;
    int seconds = 10;
    std::size_t shoppers = 16;
    std::size_t goods = 500;
    std::string dsn;
    app.add_option("--port", shop.port)->capture_default_str();
    app.add_option("--seconds", seconds)->capture_default_str();
    app.add_option("--shoppers", shoppers)->capture_default_str();
    app.add_option("--goods", goods, "Different products bought")->capture_default_str();
    app.fallthrough();
    const auto time = [&] { return std::chrono::seconds(seconds); };
    const auto stocked = [&] {
        shop.skus = skus_of(shop.port, goods);
        return shop;
    };
    const auto print = [](const Report& report) { std::cout << report.json() << '\n'; };

    app.add_subcommand("add-to-cart")->callback([&] {
        print(add_to_cart(stocked(), time(), shoppers));
    });
    app.add_subcommand("large-cart")->callback([&] {
        print(change_large_cart(stocked(), time(), shoppers));
    });
    app.add_subcommand("purchase")->callback([&] { print(purchase(stocked(), time(), shoppers)); });
    Browsing browsing;
    std::string queries, token;
    app.add_option("--clients", browsing.clients)->capture_default_str();
    app.add_option("--queries", queries, "What is searched for, a query on each line");
    app.add_option("--token", token, "The access token of somebody of the staff");
    const auto browse = [&] {
        browsing.port = shop.port;
        browsing.time = time();
        browsing.queries = queries_of(queries);
        return browsing;
    };
    app.add_subcommand("search")->callback([&] { print(search(browse())); });
    app.add_subcommand("suggest")->callback([&] { print(suggest(browse())); });
    app.add_subcommand("freshness", "Prints a line for each page")->callback([&] {
        for (const auto& [page, report] :
             freshness(browse(), "Authorization: Bearer " + token + "\r\n"))
            std::cout << "{\"page\": \"" << page << "\", " << report.json().substr(1) << '\n';
    });
    std::size_t logins = 200;
    auto* signing_in = app.add_subcommand("beside-logins", "Browses alone, and beside logins");
    signing_in->add_option("--logins", logins)->capture_default_str();
    signing_in->callback(
        [&] { std::cout << browse_beside_logins(browse(), logins).json() << '\n'; });
    auto* latency = app.add_subcommand("commit-to-handler");
    latency->add_option("--dsn", dsn)->required();
    latency->callback([&] { print(commit_to_handler(dsn, time(), 500)); });
    auto* draining = app.add_subcommand("drain");
    draining->add_option("--dsn", dsn)->required();
    draining->callback([&] { std::cout << "{\"per_second\": " << drain(dsn, 200'000) << "}\n"; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& failure) {
        std::cerr << "bench: " << failure.what() << '\n';
        return 1;
    }
    return 0;
}
