// Loads that behave like shoppers.
#pragma once

#include "report.hpp"

#include <cstdint>

namespace kontor::bench {

struct Shop {
    std::uint16_t port = 8080;
    std::vector<std::string> skus;  // what there is to buy
};

// SKUs from the product list, up to that many.
std::vector<std::string> skus_of(std::uint16_t port, std::size_t count);

// Adds items to a cart of its own per shopper; a new cart after 20 items.
Report add_to_cart(const Shop& shop, std::chrono::seconds time, std::size_t shoppers);

// Cart, two items, order with payment; the latency is that of the whole.
Report purchase(const Shop& shop, std::chrono::seconds time, std::size_t shoppers);

// A shopper fills a cart with 200 lines and changes the quantity of one of them, again and again.
Report change_large_cart(const Shop& shop, std::chrono::seconds time, std::size_t shoppers);

}  // namespace kontor::bench
