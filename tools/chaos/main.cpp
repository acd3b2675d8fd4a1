#include "rounds.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <random>

namespace {

using namespace kontor::chaos;

struct Options {
    std::vector<std::string> rounds;
    unsigned seed = std::random_device{}() % 1'000'000;
    int kills = 10;
    int stops = 3;
};

using Rounds = std::vector<std::pair<std::string, std::function<Report()>>>;

Rounds rounds_of(const Options& options) {
    return {{"last_pieces", last_pieces},
            {"doubled", doubled},
            {"refunds", refunds},
            {"same_articles", [&] { return same_articles(options.seed); }},
            {"kill", [&] { return kills(options.seed, options.kills); }},
            {"crash_points", crash_points},
            {"provider", [&] { return provider(options.seed); }},
            {"stripe", [&] { return stripe(options.seed); }},
            {"mail", [&] { return mail(options.seed); }},
            {"database", [&] { return database(options.seed, options.stops); }}};
}

int run(const Rounds& rounds, const Options& options) {
    bool kept = true;
    for (const auto& [name, round] : rounds) {
        if (!options.rounds.empty() &&
            std::ranges::find(options.rounds, name) == options.rounds.end())
            continue;
        const auto report = round();
        report.print(std::cout, name + ", seed " + std::to_string(options.seed));
        kept &= report.kept();
    }
    std::cout << (kept ? "\nevery promise was kept\n" : "\na promise was broken\n");
    return kept ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    Options options;
    CLI::App app("Breaks a shop of its own and checks from outside that it keeps its promises");
    const auto rounds = rounds_of(options);
    std::vector<std::string> names;
    for (const auto& [name, round] : rounds) names.push_back(name);
    app.add_option("round", options.rounds, "Which; all when none is named")
        ->check(CLI::IsMember(names));
    app.add_option("--seed", options.seed, "The same moments and purchases again");
    app.add_option("--kills", options.kills, "How often the round kill kills")
        ->capture_default_str();
    app.add_option("--stops", options.stops,
                   "How often the round database stops and kills PostgreSQL")
        ->capture_default_str();
    CLI11_PARSE(app, count, arguments);
    try {
        return run(rounds, options);
    } catch (const std::exception& failure) {
        std::cerr << "kontor_chaos: " << failure.what() << '\n';
        return 2;
    }
}
