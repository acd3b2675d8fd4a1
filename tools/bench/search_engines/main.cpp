#include "engine.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

namespace kontor::bench {
namespace {

using std::chrono::steady_clock;

double milliseconds_since(steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

std::string percentiles(std::vector<double> times) {
    std::ranges::sort(times);
    const auto at = [&](double fraction) {
        return times[static_cast<std::size_t>(fraction * static_cast<double>(times.size() - 1))];
    };
    char text[80];
    std::snprintf(text, sizeof text, "%.2f / %.2f / %.2f ms", at(0.5), at(0.9), at(0.99));
    return text;
}

// Every item once, by so many threads, each with a session of its own.
template <class Item, class Work>
std::vector<double> time_each(Engine& engine, const std::vector<Item>& items, std::size_t threads,
                              const Work& work) {
    std::vector<std::vector<double>> times(threads);
    {
        std::vector<std::jthread> running;
        for (std::size_t thread = 0; thread < threads; ++thread)
            running.emplace_back([&, thread] {
                const auto session = engine.session();
                for (auto item = thread; item < items.size(); item += threads) {
                    const auto start = steady_clock::now();
                    work(*session, items[item]);
                    times[thread].push_back(milliseconds_since(start));
                }
            });
    }
    std::vector<double> all;
    for (const auto& part : times) all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::string resident() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::to_string(std::stol(line.substr(6)) / 1024) + " MiB";
    return "unknown";
}

void row(const std::string& what, const std::string& figure) {
    std::cout << "| " << what << " | " << figure << " |" << std::endl;
}

std::vector<std::string> with_a_typo(const std::vector<std::vector<std::string>>& queries) {
    std::vector<std::string> words;
    for (const auto& query : queries)
        for (auto word : query)
            if (word.size() >= 5 && words.size() < 500) {
                std::swap(word[2], word[3]);
                words.push_back(word);
            }
    return words;
}

void measure(Engine& engine, const Corpus& corpus, std::uint32_t products) {
    const auto start = steady_clock::now();
    engine.build(corpus, products);
    row("build", std::to_string(static_cast<long>(milliseconds_since(start))) + " ms");
    row("size on disk", std::to_string(engine.bytes_on_disk() >> 20) + " MiB");
    const auto queries = corpus.queries(2000, products);
    const auto search = [](Session& session, const auto& words) { session.search(words); };
    time_each(engine, queries, 1, search);
    row("search with facets, 1 thread", percentiles(time_each(engine, queries, 1, search)));
    row("search with facets, 8 threads", percentiles(time_each(engine, queries, 8, search)));
    std::vector<std::string> beginnings;
    for (const auto& query : queries) beginnings.push_back(query[0].substr(0, 3));
    beginnings.resize(500);
    row("prefix, 1 thread",
        percentiles(time_each(engine, beginnings, 1, [](Session& session, const auto& beginning) {
            session.prefix(beginning);
        })));
    const auto wrong = with_a_typo(queries);
    row("correction, 1 thread",
        percentiles(time_each(engine, wrong, 1,
                              [](Session& session, const auto& word) { session.correct(word); })));
    std::vector<double> updates;
    for (std::uint32_t number = 0; number < 50; ++number) {
        const auto goods = corpus.product(number * (products / 50));
        const auto begin = steady_clock::now();
        engine.reprice(goods, 1);
        updates.push_back(milliseconds_since(begin));
    }
    row("change of a price visible", percentiles(updates));
    row("resident memory of the program", resident());
    std::size_t hits = 0;
    const auto session = engine.session();
    for (const auto& query : queries) hits += session->search(query).total;
    row("hits of a search, mean", std::to_string(hits / queries.size()));
}

std::unique_ptr<Engine> make(const std::string& engine, const std::string& dsn,
                             const std::string& directory) {
    if (engine == "xapian") return make_xapian(directory);
    if (engine == "memory") return make_memory();
    return make_postgresql(
        dsn, engine == "postgresql" ? Facets::counted_in_sql : Facets::counted_in_memory);
}

}  // namespace
}  // namespace kontor::bench

int main(int argc, char** argv) {
    using namespace kontor::bench;
    CLI::App app("Measures one engine on products that are the same for a seed.");
    std::string engine = "postgresql", dsn, directory, words;
    std::uint32_t products = 10'000;
    std::uint64_t seed = 7;
    app.add_option("--engine", engine)
        ->check(CLI::IsMember({"postgresql", "postgresql+columns", "memory", "xapian"}))
        ->capture_default_str();
    app.add_option("--products", products)->capture_default_str();
    app.add_option("--seed", seed)->capture_default_str();
    app.add_option("--words", words, "A CSV file whose words are used");
    app.add_option("--dsn", dsn, "A database that the schema engines is made in");
    app.add_option("--directory", directory, "For an index in files");
    CLI11_PARSE(app, argc, argv);
    try {
        const Corpus corpus(seed, words);
        const auto made = make(engine, dsn, directory);
        std::cout << "| " << engine << ", " << products
                  << " products | p50 / p90 / p99 |\n|---|---|\n";
        measure(*made, corpus, products);
    } catch (const std::exception& failure) {
        std::cerr << "search_engines: " << failure.what() << '\n';
        return 1;
    } catch (...) {
        std::cerr << "search_engines: the engine failed\n";
        return 1;
    }
}
