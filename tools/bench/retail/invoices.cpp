#include "invoices.hpp"

#include <csv.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

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

    void add_field(std::string_view field) { line_.emplace_back(field); }

    void end_line() {
        if (line_.size() != width)
            throw std::runtime_error("line " + std::to_string(books_.lines + 1) +
                                     " has not the eight columns of Online Retail");
        if (!std::exchange(is_head_, false)) {
            ++books_.lines;
            if (is_of_goods(line_))
                keep();
            else
                ++books_.lines_left_out;
        }
        line_.clear();
    }

private:
    void keep() {
        auto& invoices = books_.invoices;
        if (invoices.empty() || invoices.back().number != line_[number])
            invoices.push_back({line_[number], line_[customer], {}});
        auto& products = invoices.back().products;
        const auto product = product_of(line_[code]);
        books_.titles.try_emplace(product, line_[title]);
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
    std::vector<std::string> line_;
    bool is_head_ = true;
};

}  // namespace

Books read_invoices(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be read");
    const std::string text{std::istreambuf_iterator<char>(file), {}};

    Books books;
    Reader reader(books);
    csv_parser parser;
    csv_init(&parser, CSV_APPEND_NULL);
    const auto on_field = [](void* bytes, std::size_t size, void* to) {
        static_cast<Reader*>(to)->add_field({static_cast<const char*>(bytes), size});
    };
    const auto on_line = [](int, void* to) { static_cast<Reader*>(to)->end_line(); };
    const auto parsed = csv_parse(&parser, text.data(), text.size(), on_field, on_line, &reader);
    csv_fini(&parser, on_field, on_line, &reader);
    csv_free(&parser);
    if (parsed != text.size()) throw std::runtime_error(path + " is no CSV");
    return books;
}

}  // namespace kontor::retail
