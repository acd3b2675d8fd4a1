// Stands for the price rules: lists, promotions and coupons are set by the test, the calculator is
// the real one.
#pragma once

#include "shared/unasked_pricing.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <algorithm>
#include <map>

namespace kontor::cart {

class FakePricing final : public test::UnaskedPricing {
public:
    // From so many pieces on, for whoever is one of the customers; for everybody, if none is named.
    struct ListPrice {
        pricing::PriceListId list = pricing::PriceListId::make();
        catalog::VariantId variant;
        std::int64_t from_quantity = 1;
        platform::Money price;
        std::vector<auth::UserId> customers{};
    };
    std::vector<ListPrice> list_prices{};
    std::vector<pricing::Promotion> promotions{};
    std::map<std::string, pricing::Promotion> coupons{};
    std::map<std::string, std::string> void_coupons{};  // with the reason

    std::vector<std::optional<pricing::UnitPrice>> unit_prices(
        const std::vector<pricing::AskedPrice>& asked, platform::Currency currency,
        const pricing::Customer& customer) override {
        std::vector<std::optional<pricing::UnitPrice>> prices;
        for (const auto& one : asked) {
            auto& price = prices.emplace_back();
            if (one.base) price = {*one.base, {}};
            for (const auto& listed : list_prices)
                if (listed.variant == one.variant && listed.price.currency == currency &&
                    one.quantity >= listed.from_quantity && is_for(listed, customer))
                    price = {listed.price, listed.list};
        }
        return prices;
    }

    pricing::Quote quote(const pricing::QuoteRequest& request, bool with_steps) override {
        pricing::Snapshot snapshot;
        snapshot.currency = request.currency;
        for (const auto& line : request.lines)
            snapshot.goods.push_back({line.line, line.product, line.categories, line.tax_class,
                                      line.quantity, line.unit_price, line.price_list});
        snapshot.freight = request.freight;
        snapshot.promotions = promotions;
        snapshot.taxation.home = {{{}, "VAT", "standard", 190'000, false}};
        snapshot.taxation.destination = snapshot.taxation.home;
        pricing::Quote quote;
        for (const auto& code : request.coupons) {
            if (void_coupons.contains(code)) {
                quote.idle_coupons.push_back({code, void_coupons.at(code)});
                continue;
            }
            snapshot.promotions.push_back(coupons.at(code));
            snapshot.promotions.back().code = code;
        }
        quote.calculation = pricing::calculate(snapshot, with_steps ? &quote.steps : nullptr);
        for (const auto& idle : quote.calculation.idle_coupons) quote.idle_coupons.push_back(idle);
        return quote;
    }

    platform::Result<std::string> coupon(const std::string& code,
                                         const pricing::Customer&) override {
        const auto kept = boost::to_upper_copy(boost::trim_copy(code));
        if (coupons.contains(kept)) return kept;
        return platform::Error{platform::ErrorKind::invalid, "pricing.no_such_coupon", "No."};
    }

private:
    static bool is_for(const ListPrice& listed, const pricing::Customer& customer) {
        if (listed.customers.empty()) return true;
        return customer.id &&
               std::ranges::find(listed.customers, *customer.id) != listed.customers.end();
    }
};

}  // namespace kontor::cart
