#include "evaluation.hpp"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>

using namespace kontor;
using namespace kontor::retail;
using recommendations::Strategy;

namespace {

constexpr Task tasks[] = {Task::beside_a_product, Task::beside_a_basket, Task::next_invoice};

constexpr std::size_t too_few = 10;

void print_row(const SoldGoods& goods, const Split& split, const std::string& name,
               Strategy strategy) {
    std::cout << "| " << name;
    for (const auto task : tasks) {
        const auto popular = hit_rate_at_10(goods, split, task, Strategy::popular);
        const auto rate = hit_rate_at_10(goods, split, task, strategy).rate();
        if (popular.invoices < too_few) {
            std::cout << " | too few";
            continue;
        }
        std::cout << " | " << std::fixed << std::setprecision(1) << 100 * rate << " %";
        if (strategy != Strategy::popular && popular.hits > 0)
            std::cout << " (" << std::setprecision(2) << rate / popular.rate() << "x)";
    }
    std::cout << " |\n";
}

void print(const Books& books, const std::string& what, const Split& split) {
    SoldGoods goods(books);
    for (const auto* invoice : split.learned) goods.learn(*invoice);
    std::cout << "\nHeld out: " << what << ". " << split.learned.size() << " invoices learned, "
              << split.held_out.size() << " held out.\n\n"
              << "| hit rate at 10 | beside one product | beside half a basket | next invoice |\n"
              << "|---|---|---|---|\n";
    print_row(goods, split, "popular", Strategy::popular);
    print_row(goods, split, "also bought", Strategy::also_bought);
    print_row(goods, split, "similar", Strategy::similar);
    print_row(goods, split, "mixed", Strategy::mixed);
    std::cout << "| invoices measured";
    for (const auto task : tasks)
        std::cout << " | " << hit_rate_at_10(goods, split, task, Strategy::popular).invoices;
    std::cout << " |\n";
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("How often recommendations hit what was bought next, against popularity.");
    std::string path;
    app.add_option("FILE", path, "Invoices, as in UCI's Online Retail")->required();
    CLI11_PARSE(app, argc, argv);
    try {
        const auto books = read_invoices(path);
        std::cout << books.lines << " lines, " << books.lines_left_out
                  << " of them returns, postage, fees and the like; " << books.invoices.size()
                  << " invoices of " << books.titles.size() << " products.\n";
        print(books, "the last invoice of each customer with two or more",
              hold_out_last_of_customers(books));
        print(books, "the last fifth of all invoices", hold_out_last_fifth(books));
    } catch (const std::exception& problem) {
        std::cerr << "recommendations: " << problem.what() << '\n';
        return 1;
    }
}
