// A file of invoices as what was sold and what was given back. The rules are in docs/replay.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kontor::replay {

// What the file calls by one code costs now this and now that: an article is a code at a price.
struct Article {
    std::string sku;
    std::string code;
    std::string title;
    std::int64_t price = 0;  // in minor units, as every amount here
};

struct Line {
    std::size_t article = 0;  // of Books::articles
    std::int64_t quantity = 0;
};

struct Sale {
    std::string number;
    std::string customer;
    std::vector<Line> lines;  // no article twice
    std::int64_t sum = 0;     // as the file has it
    bool is_opening =
        false;  // of before the file begins: what it gives back without having sold it
};

struct GivenBack {
    std::size_t sale = 0;  // of Books::sales
    std::size_t article = 0;
    std::int64_t quantity = 0;
};

struct Credit {
    std::string number;
    std::vector<GivenBack> items;
    std::int64_t sum = 0;  // as the file has it
};

// Lines that are not played, and why.
struct LeftOut {
    std::int64_t without_price = 0;  // stock written off, gifts: they come to nothing
    std::int64_t negative_price = 0;
    std::int64_t fraction = 0;  // a price that is no whole number of minor units
    std::int64_t sum_e4 = 0;    // what they come to, in ten-thousandths
    std::int64_t count() const { return without_price + negative_price + fraction; }
};

struct Books {
    std::vector<Article> articles;
    std::vector<Sale> sales;
    std::vector<Credit> credits;
    LeftOut left_out;
    std::int64_t lines = 0;
    std::int64_t invoices = 0;                 // credit notes included
    std::int64_t lines_given_back = 0;         // of goods that the file sold to the same customer
    std::int64_t lines_given_back_unsold = 0;  // and of others
    std::int64_t sum_e4 = 0;                   // of the whole file
};

// The first so many invoices, credit notes included; all of them, where that is 0. Throws
// std::runtime_error where the file is none of Online Retail.
Books read_books(const std::string& path, std::int64_t invoices);

}  // namespace kontor::replay
