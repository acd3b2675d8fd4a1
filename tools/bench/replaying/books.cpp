#include "books.hpp"

#include "../csv_lines.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>

namespace kontor::replay {

namespace {

enum Column : std::size_t { number, code, title, quantity, date, price, customer, country, width };

std::int64_t whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::runtime_error("'" + std::string(text) + "' is no whole number");
    return value;
}

// Four decimals, exactly.
std::int64_t ten_thousandths(std::string_view text) {
    const auto point = std::min(text.find('.'), text.size());
    auto decimals = std::string(text.substr(std::min(point + 1, text.size())));
    if (decimals.size() > 4 && decimals.find_first_not_of('0', 4) != std::string::npos)
        throw std::runtime_error("'" + std::string(text) + "' has more than four decimals");
    decimals.resize(4, '0');
    const bool is_negative = text.starts_with('-');
    const auto units = point == 0 ? 0 : whole(text.substr(0, point));
    return units * 10'000 + (is_negative ? -whole(decimals) : whole(decimals));
}

// The same article is written in capitals or not; a SKU has no blanks.
std::string tidy(std::string code) {
    std::ranges::transform(code, code.begin(), [](unsigned char letter) {
        return static_cast<char>(letter == ' ' ? '-' : std::toupper(letter));
    });
    return code;
}

class Reader {
public:
    explicit Reader(std::int64_t invoices) : most_invoices_(invoices) {}

    void read(const std::vector<std::string>& line) {
        if (line[number] != last_number_) {
            if (most_invoices_ > 0 && books_.invoices == most_invoices_) return;
            last_number_ = line[number];
            ++books_.invoices;
        }
        ++books_.lines;
        const auto pieces = whole(line[quantity]);
        const auto each = ten_thousandths(line[price]);
        books_.sum_e4 += pieces * each;
        if (each <= 0 || pieces == 0 || each % 100 != 0)
            leave_out(pieces, each);
        else if (pieces > 0)
            sell(line, pieces, each / 100);
        else
            give_back(line, -pieces, each / 100);
    }

    Books take() { return std::move(books_); }

private:
    void leave_out(std::int64_t pieces, std::int64_t each) {
        auto& left_out = books_.left_out;
        left_out.sum_e4 += pieces * each;
        ++(each < 0                   ? left_out.negative_price
           : each == 0 || pieces == 0 ? left_out.without_price
                                      : left_out.fraction);
    }

    std::size_t article_of(const std::vector<std::string>& line, std::int64_t each) {
        const auto name = tidy(line[code]);
        const auto [known, is_new] = articles_.try_emplace({name, each}, books_.articles.size());
        if (is_new) {
            const bool is_first = prices_of_[name]++ == 0;
            const auto suffix = is_first ? "" : "@" + std::to_string(each);
            books_.articles.push_back({name + suffix, name, line[title], each});
        }
        auto& article = books_.articles[known->second];
        if (article.title.empty()) article.title = line[title];
        return known->second;
    }

    static void add(std::vector<Line>& lines, std::size_t article, std::int64_t pieces) {
        const auto same = std::ranges::find(lines, article, &Line::article);
        if (same == lines.end())
            lines.push_back({article, pieces});
        else
            same->quantity += pieces;
    }

    std::size_t sale_of(const std::string& name, const std::string& buyer, bool is_opening) {
        const auto [known, is_new] = sales_.try_emplace(name, books_.sales.size());
        if (is_new) books_.sales.push_back({name, buyer, {}, 0, is_opening});
        return known->second;
    }

    void sell(const std::vector<std::string>& line, std::int64_t pieces, std::int64_t each) {
        const auto article = article_of(line, each);
        const auto sale = sale_of(line[number], line[customer], false);
        add(books_.sales[sale].lines, article, pieces);
        books_.sales[sale].sum += pieces * each;
        if (!line[customer].empty()) sold_[{line[customer], article}].push_back({sale, pieces});
    }

    // From the latest sale to this customer at this price backwards.
    void give_back(const std::vector<std::string>& line, std::int64_t pieces, std::int64_t each) {
        const auto article = article_of(line, each);
        auto& credits = books_.credits;
        if (credits.empty() || credits.back().number != line[number])
            credits.push_back({line[number], {}, 0});
        auto& credit = credits.back();
        credit.sum += pieces * each;
        auto& sold = sold_[{line[customer], article}];
        while (pieces > 0 && !sold.empty()) {
            auto& latest = sold.back();
            const auto some = std::min(pieces, latest.quantity);
            credit.items.push_back({latest.sale, article, some});
            pieces -= some;
            latest.quantity -= some;
            if (latest.quantity == 0) sold.pop_back();
        }
        ++(pieces == 0 ? books_.lines_given_back : books_.lines_given_back_unsold);
        if (pieces == 0) return;
        const auto opening = sale_of("before-" + line[number], line[customer], true);
        add(books_.sales[opening].lines, article, pieces);
        books_.sales[opening].sum += pieces * each;
        credit.items.push_back({opening, article, pieces});
    }

    struct Sold {
        std::size_t sale = 0;
        std::int64_t quantity = 0;
    };

    Books books_;
    std::int64_t most_invoices_;
    std::string last_number_;
    std::map<std::pair<std::string, std::int64_t>, std::size_t> articles_;
    std::map<std::string, int> prices_of_;
    std::map<std::string, std::size_t> sales_;
    std::map<std::pair<std::string, std::size_t>, std::vector<Sold>> sold_;
};

}  // namespace

Books read_books(const std::string& path, std::int64_t invoices) {
    Reader reader(invoices);
    bench::read_csv(path, width, [&](const auto& line) { reader.read(line); });
    return reader.take();
}

}  // namespace kontor::replay
