#include "rates.hpp"

#include <algorithm>
#include <tuple>

namespace kontor::shipping {

namespace {

bool names_country(const Tariff& tariff, const std::string& country) {
    return std::ranges::find(tariff.countries, country) != tariff.countries.end();
}

std::int64_t measure(const Tariff& tariff, const Parcel& parcel) {
    switch (tariff.basis) {
        case Basis::weight:
            return parcel.weight_grams;
        case Basis::subtotal:
            return parcel.subtotal.amount;
        case Basis::flat:
            break;
    }
    return 0;
}

std::optional<std::int64_t> price_of(const Tariff& tariff, const Parcel& parcel) {
    const auto value = measure(tariff, parcel);
    std::optional<std::int64_t> price;
    for (const auto& step : tariff.steps)
        if (step.from_value <= value) price = step.price;
    return price;
}

}  // namespace

std::vector<ShippingOption> options_for(const Parcel& parcel, const std::vector<Tariff>& tariffs) {
    const bool is_named = std::ranges::any_of(
        tariffs, [&](const Tariff& tariff) { return names_country(tariff, parcel.country); });
    std::vector<ShippingOption> options;
    for (const auto& tariff : tariffs) {
        const bool serves = is_named ? names_country(tariff, parcel.country) : tariff.everywhere;
        if (!serves || tariff.currency != parcel.subtotal.currency) continue;
        if (const auto price = price_of(tariff, parcel))
            options.push_back({tariff.id,
                               tariff.name,
                               {*price, tariff.currency},
                               tariff.min_days,
                               tariff.max_days});
    }
    std::ranges::sort(options, {}, [](const ShippingOption& option) {
        return std::tuple(option.price.amount, option.max_days, option.id);
    });
    return options;
}

}  // namespace kontor::shipping
