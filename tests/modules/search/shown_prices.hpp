#pragma once

#include "pricing/pricing.hpp"

#include <map>
#include <stdexcept>

namespace kontor::search::test {

// What is shown is the catalogue's price, but for what a price list says.
class ShownPrices final : public pricing::Pricing {
public:
    std::map<catalog::VariantId, platform::Money> list;

    std::vector<pricing::ShownPrice> shown(const std::vector<pricing::AskedPrice>& asked,
                                           platform::Currency) override {
        std::vector<pricing::ShownPrice> shown;
        for (const auto& one : asked) {
            auto& price = shown.emplace_back();
            price.price = one.base;
            price.compare_at = one.compare_at;
            if (const auto listed = list.find(one.variant); listed != list.end()) {
                price.price = listed->second;
                price.compare_at = one.base;
            }
        }
        return shown;
    }

    // Nothing else is asked of it here.
    std::vector<std::optional<pricing::UnitPrice>> unit_prices(
        const std::vector<pricing::AskedPrice>&, platform::Currency,
        const pricing::Customer&) override {
        throw std::logic_error("not asked");
    }
    pricing::Quote quote(const pricing::QuoteRequest&, bool) override {
        throw std::logic_error("not asked");
    }
    platform::Result<std::string> coupon(const std::string&, const pricing::Customer&) override {
        throw std::logic_error("not asked");
    }
    platform::Result<> redeem(const platform::Uuid&, const std::vector<pricing::Discount>&,
                              const pricing::Customer&) override {
        throw std::logic_error("not asked");
    }
    void release(const platform::Uuid&) override {}
    void refresh() override {}
    std::vector<platform::Violation> check() override { return {}; }
};

}  // namespace kontor::search::test
