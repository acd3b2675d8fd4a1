#pragma once

#include "shared/unasked_pricing.hpp"

#include <map>

namespace kontor::search::test {

// What is shown is the catalogue's price, but for what a price list says.
class ShownPrices final : public kontor::test::UnaskedPricing {
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
    void refresh() override {}
};

}  // namespace kontor::search::test
