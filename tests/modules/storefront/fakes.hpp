// Departments that the window is shown without: their own suites try them.
#pragma once

#include "pricing/pricing.hpp"
#include "search/search.hpp"

#include <stdexcept>

namespace kontor::storefront {

// Ten percent off where a price list says so, which is where there is a compare-at price.
class FakePricing final : public pricing::Pricing {
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

    std::vector<std::optional<pricing::UnitPrice>> unit_prices(
        const std::vector<pricing::AskedPrice>&, platform::Currency,
        const pricing::Customer&) override {
        throw std::logic_error("not asked by a window");
    }
    pricing::Quote quote(const pricing::QuoteRequest&, bool) override {
        throw std::logic_error("not asked by a window");
    }
    platform::Result<std::string> coupon(const std::string&, const pricing::Customer&) override {
        throw std::logic_error("not asked by a window");
    }
    platform::Result<> redeem(const platform::Uuid&, const std::vector<pricing::Discount>&,
                              const pricing::Customer&) override {
        throw std::logic_error("not asked by a window");
    }
    void release(const platform::Uuid&) override {}
    void refresh() override {}
    std::vector<platform::Violation> check() override { return {}; }
};

// Lists whatever it is asked for, but for what was withdrawn.
class FakeSearch final : public search::Search {
public:
    std::vector<search::Summary> summaries(const std::vector<catalog::ProductId>& products,
                                           const std::string& language) override {
        std::vector<search::Summary> found;
        for (const auto& product : products)
            if (product != withdrawn)
                found.push_back({product, "slug", "In " + language, {}, {}, true, {}, {}});
        return found;
    }

    search::Listing list(const search::Query&) override { return {}; }
    platform::Result<search::Found> search(const search::Query&) override {
        return search::Found{};
    }
    std::vector<search::Suggestion> suggest(const std::string&, const std::string&) override {
        return {};
    }
    search::SynonymGroups synonyms() override { return {}; }
    platform::Result<search::SynonymGroups> set_synonyms(const search::SynonymGroups&) override {
        return search::SynonymGroups{};
    }
    platform::Result<std::size_t> rebuild(const std::function<void(std::size_t)>&) override {
        return std::size_t{0};
    }
    std::size_t size() override { return 0; }
    void look_again() override {}
    void keep_up() override {}

    catalog::ProductId withdrawn{};
};

}  // namespace kontor::storefront
