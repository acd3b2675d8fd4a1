#include "invoices.hpp"

#include "../csv_lines.hpp"

#include <algorithm>
#include <cctype>

namespace kontor::retail {

namespace {

enum Column : std::size_t { number, code, title, quantity, date, price, customer, country, width };

bool is_of_goods(const std::vector<std::string>& line) {
    const auto& stock_code = line[code];
    return stock_code.size() >= 5 &&
           std::all_of(stock_code.begin(), stock_code.begin() + 5,
                       [](unsigned char letter) { return std::isdigit(letter) != 0; }) &&
           std::stod(line[quantity]) > 0 && std::stod(line[price]) > 0;
}

class Reader {
public:
    explicit Reader(Books& books) : books_(books) {}

    void read(const std::vector<std::string>& line) {
        ++books_.lines;
        if (is_of_goods(line))
            keep(line);
        else
            ++books_.lines_left_out;
    }

private:
    void keep(const std::vector<std::string>& line) {
        auto& invoices = books_.invoices;
        if (invoices.empty() || invoices.back().number != line[number])
            invoices.push_back({line[number], line[customer], {}});
        auto& products = invoices.back().products;
        const auto product = product_of(line[code]);
        books_.titles.try_emplace(product, line[title]);
        if (std::ranges::find(products, product) == products.end()) products.push_back(product);
    }

    // The same in every run, so that what is equal comes in the same order.
    catalog::ProductId product_of(std::string stock_code) {
        std::ranges::transform(stock_code, stock_code.begin(),
                               [](unsigned char letter) { return std::toupper(letter); });
        platform::Uuid uuid;
        std::copy_n(stock_code.begin(), std::min(stock_code.size(), uuid.bytes.size()),
                    uuid.bytes.begin());
        return catalog::ProductId(uuid);
    }

    Books& books_;
};

}  // namespace

Books read_invoices(const std::string& path) {
    Books books;
    Reader reader(books);
    bench::read_csv(path, width, [&](const auto& line) { reader.read(line); });
    return books;
}

}  // namespace kontor::retail
