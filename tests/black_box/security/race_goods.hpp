// Twenty different goods at one price: buyers of one thing would wait for one another at its stock,
// and never race for anything else.
#pragma once

#include "open_shop.hpp"

#include <stdexcept>
#include <vector>

namespace kontor::test {

inline const std::vector<std::string>& race_goods() {
    static const auto made = [] {
        const auto& staff = open_shop().staff();
        std::vector<std::string> skus;
        std::string lines;
        for (int number = 0; number < 20; ++number) {
            skus.push_back("RACE-" + std::to_string(number));
            const auto product =
                staff.post("/v1/admin/products",
                           R"({"title":"Race","status":"published","variants":[{"sku":")" +
                               skus.back() + R"(","prices":[{"amount":890,"currency":"EUR"}]}]})");
            if (product.status != 201) throw std::runtime_error(product.body);
            lines +=
                (lines.empty() ? "" : ",") + (R"({"sku":")" + skus.back()) + R"(","quantity":100})";
        }
        const auto received =
            staff.post("/v1/admin/inventory/receipts", R"({"lines":[)" + lines + "]}");
        if (received.status / 100 != 2) throw std::runtime_error(received.body);
        return skus;
    }();
    return made;
}

}  // namespace kontor::test
