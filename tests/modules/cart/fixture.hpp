#pragma once

#include "cart/module.hpp"
#include "fake_pricing.hpp"
#include "fakes.hpp"
#include "platform/core/uuid.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::cart {

inline test::TestDatabase& test_database() {
    static test::TestDatabase made({"cart"});
    return made;
}

struct Fixture {
    platform::Database database = test_database().database("cart");
    platform::Database everything = test_database().superuser();
    platform::EventLog events;
    test::ManualClock clock;
    FakeCatalog catalog;
    FakePricing pricing;
    FakeInventory inventory;
    std::unique_ptr<Cart> carts = make_cart(database, events, clock, catalog, pricing, inventory,
                                            pricing::Currencies({eur, usd}));
    auth::Shopper ada{auth::UserId::make(), ""};
    CartId id = carts->create(ada, std::nullopt).value().id;
    catalog::SellableVariant mug = catalog.add("MUG", 1190);
    catalog::SellableVariant tea = catalog.add("TEA", 595);

    static AddItem of(const std::string& sku, std::int64_t quantity) {
        AddItem item;
        item.sku = platform::Text<1, 64>::accept(sku);
        item.quantity = *platform::Whole<1, 10'000>::accept(quantity);
        return item;
    }
    platform::Result<Contents> add(const std::string& sku, std::int64_t quantity = 1) {
        return carts->add_item(id, ada, of(sku, quantity));
    }
    Contents contents() { return carts->contents(id, ada).value(); }
};

inline std::string refusal(const platform::Result<Contents>& result) {
    return result ? "none" : result.error().code;
}

inline std::vector<std::string> warnings_of(const Contents& contents) {
    std::vector<std::string> codes;
    for (const auto& warning : contents.warnings) codes.push_back(warning.code);
    return codes;
}

}  // namespace kontor::cart
