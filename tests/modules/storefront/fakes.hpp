// Departments that the window is shown without: their own suites try them.
#pragma once

#include "shared/unasked_pricing.hpp"
#include "shared/unasked_search.hpp"

namespace kontor::storefront {

// Ten percent off where a price list says so, which is where there is a compare-at price.
class FakePricing final : public test::UnaskedPricing {
public:
    std::vector<pricing::ShownPrice> shown(const std::vector<pricing::AskedPrice>& asked,
                                           platform::Currency) override {
        std::vector<pricing::ShownPrice> prices;
        for (const auto& [variant, quantity, base, compare_at] : asked) {
            auto& shown = prices.emplace_back();
            shown.price = base;
            if (!base || !compare_at) continue;
            shown.price->amount -= base->amount / 10;
            shown.compare_at = compare_at;
            shown.lowest_30_days = base;
            shown.tiers = {{10, {base->amount / 2, base->currency}}};
        }
        return prices;
    }
};

// Lists whatever it is asked for, but for what was withdrawn.
class FakeSearch final : public test::UnaskedSearch {
public:
    std::vector<search::Summary> summaries(const std::vector<catalog::ProductId>& products,
                                           const std::string& language) override {
        std::vector<search::Summary> found;
        for (const auto& product : products)
            if (product != withdrawn)
                found.push_back({product, "slug", "In " + language, {}, {}, true, {}, {}});
        return found;
    }

    catalog::ProductId withdrawn{};
};

}  // namespace kontor::storefront
