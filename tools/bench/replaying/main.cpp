#include "replay.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <map>
#include <numeric>

using namespace kontor::replay;
namespace json = boost::json;

namespace {

constexpr std::size_t most_variants = 500;

std::string money(std::int64_t amount) {
    std::ostringstream text;
    text << (amount < 0 ? "-" : "") << std::abs(amount) / 100 << '.' << std::setw(2)
         << std::setfill('0') << std::abs(amount) % 100;
    return text.str();
}

json::object variant_of(const Article& article) {
    return {{"sku", article.sku},
            {"title", "at " + money(article.price)},
            {"options", json::object{{"price", money(article.price)}}},
            {"stock", 10'000'000},
            {"weight_grams", 0},
            {"prices", json::array{json::object{{"amount", article.price}, {"currency", "EUR"}}}}};
}

// For `kontor import products`: a product for each code of the file, a variant for each price.
void print_articles(const Books& books) {
    std::map<std::string, std::vector<const Article*>> by_code;
    for (const auto& article : books.articles) by_code[article.code].push_back(&article);
    for (const auto& [code, articles] : by_code)
        for (std::size_t first = 0; first < articles.size(); first += most_variants) {
            json::array variants;
            const auto last = std::min(articles.size(), first + most_variants);
            for (auto at = first; at < last; ++at) variants.push_back(variant_of(*articles[at]));
            const auto& title = articles[first]->title;
            const json::object product{{"title", title.empty() ? code : title},
                                       {"status", "published"},
                                       {"variants", variants}};
            std::cout << json::serialize(product) << '\n';
        }
}

void print_counts(const Books& books, const Played& played) {
    const auto& left_out = books.left_out;
    std::cout << books.lines << " lines of " << books.invoices << " invoices and credit notes, "
              << books.articles.size() << " articles (a code at a price); " << played.orders
              << " orders and " << played.refunds << " refunds in " << std::fixed
              << std::setprecision(0) << played.seconds << " s.\n"
              << "Left out: " << left_out.without_price << " lines without a price, "
              << left_out.negative_price << " with a negative price, " << left_out.fraction
              << " with a price of fractions; they come to " << money(left_out.sum_e4 / 100)
              << ".\n"
              << "Given back: " << books.lines_given_back
              << " lines of goods that the file sold to the same customer at that price, "
              << books.lines_given_back_unsold << " of goods sold before it begins.\n\n";
}

// Prints each that differs; whether none does.
template <class Paper>
bool same(const std::string& what, const std::vector<Paper>& file,
          const std::vector<std::int64_t>& shop) {
    bool is_same = true;
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (file[i].sum == shop[i]) continue;
        is_same = false;
        std::cout << what << ' ' << file[i].number << ": " << money(file[i].sum) << " in the file, "
                  << money(shop[i]) << " in the shop\n";
    }
    return is_same;
}

struct Sum {
    std::int64_t count = 0;
    std::int64_t file = 0;
    std::int64_t shop = 0;
    std::int64_t read_back = 0;
};

void print_row(const std::string& name, const Sum& sum) {
    std::cout << "| " << sum.count << ' ' << name << " | " << money(sum.file) << " | "
              << money(sum.shop) << " |\n";
}

// Whether the file and the shop agree, on each invoice and in total.
bool compare(const Books& books, const Played& played) {
    Sum sales, openings, credits;
    for (std::size_t i = 0; i < books.sales.size(); ++i) {
        auto& sum = books.sales[i].is_opening ? openings : sales;
        ++sum.count;
        sum.file += books.sales[i].sum;
        sum.shop += played.sales[i];
        sum.read_back += played.sales_read_back[i];
    }
    for (std::size_t i = 0; i < books.credits.size(); ++i) {
        ++credits.count;
        credits.file += books.credits[i].sum;
        credits.shop += played.credits[i];
    }
    bool is_same = same("invoice", books.sales, played.sales);
    is_same &= same("invoice, read back,", books.sales, played.sales_read_back);
    is_same &= same("credit note", books.credits, played.credits);
    std::cout << "| | file | shop |\n|---|---|---|\n";
    print_row("invoices", sales);
    print_row("credit notes, given back", credits);
    print_row("purchases of before, for what was given back", openings);
    const Sum total{books.invoices, (books.sum_e4 - books.left_out.sum_e4) / 100,
                    sales.shop - credits.shop, 0};
    print_row("together, without what was left out", total);
    return is_same && total.file == total.shop;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Buys the invoices of a file again, and gives back its credit notes.");
    app.require_subcommand(1);
    app.fallthrough();
    std::string path;
    std::int64_t invoices = 0;
    Shop shop;
    app.add_option("--file", path, "Invoices, as in UCI's Online Retail")->required();
    app.add_option("--invoices", invoices, "How many; all, where nothing is said");
    auto* articles = app.add_subcommand("articles", "Prints products for kontor import");
    auto* play_all = app.add_subcommand("play", "Plays the file to a shop that has the articles");
    play_all->add_option("--port", shop.port)->capture_default_str();
    play_all->add_option("--email", shop.clerk.email, "Of somebody of the staff")->required();
    play_all->add_option("--password", shop.clerk.password)->required();
    play_all->add_option("--buyers", shop.buyers, "How many at once")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        const auto books = read_books(path, invoices);
        if (*articles) {
            print_articles(books);
            return 0;
        }
        const auto played = play(books, shop);
        print_counts(books, played);
        return compare(books, played) ? 0 : 1;
    } catch (const std::exception& failure) {
        std::cerr << "replay: " << failure.what() << '\n';
        return 1;
    }
}
