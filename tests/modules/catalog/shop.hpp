// A catalogue with its inventory on a database of their own.
#pragma once

#include "catalog/module.hpp"
#include "inventory/module.hpp"
#include "platform/json/json.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::catalog::test {

inline const platform::Currency eur = *platform::Currency::parse("EUR");
inline const platform::Currency usd = *platform::Currency::parse("USD");

struct Shop {
    kontor::test::TestDatabase made{{"inventory", "catalog"}};
    platform::Database inventory_database = made.database("inventory");
    platform::Database database = made.database("catalog");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_database, events, clock);
    std::unique_ptr<Catalog> catalog = make_catalog(database, events, clock, *stock);

    std::vector<std::string> facts_of(const ProductId& product) {
        auto all = made.superuser();
        return all.read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", product);
        });
    }
};

inline Shop& open_shop() {
    static Shop made;
    return made;
}

inline NewProduct request(const std::string& json) {
    auto read = platform::json::read<NewProduct>(json);
    if (!read) throw std::logic_error(read.error().message);
    return *std::move(read);
}

// One variant for 19.99 EUR.
inline NewProduct simple(const std::string& title, const std::string& sku) {
    return request(R"({"title":")" + title + R"(","variants":[{"sku":")" + sku +
                   R"(","stock":3,"prices":[{"amount":1999,"currency":"EUR"}]}]})");
}

inline std::string code_of(const auto& result) {
    return result.has_error() ? result.error().code : "";
}
inline std::vector<std::string> pointers_of(const auto& result) {
    std::vector<std::string> pointers;
    if (!result.has_error()) return pointers;
    const auto error = result.error();
    for (const auto& problem : error.problems) pointers.push_back(problem.pointer);
    return pointers;
}
inline std::string pointer_of(const auto& result) {
    return result.has_error() && !result.error().problems.empty()
               ? result.error().problems[0].pointer
               : "";
}

}  // namespace kontor::catalog::test
