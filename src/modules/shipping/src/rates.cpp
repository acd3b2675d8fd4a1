#include "rates.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace kontor::shipping {

namespace {

std::string letters_and_digits(std::string_view text) {
    std::string kept;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= 128 || std::isalnum(byte)) kept += static_cast<char>(std::toupper(byte));
    }
    return kept;
}

constexpr int nowhere = -1;
constexpr int anywhere = 0;
constexpr int by_country = 1;
constexpr int by_region = 2;
constexpr int by_postal_code = 3;

struct Place {
    std::string country;
    std::string region;
    std::string postal_code;
};

int closeness(const Area& area, const Place& place) {
    if (area.country != place.country) return nowhere;
    if (!area.region.empty() && area.region != place.region) return nowhere;
    if (!area.postal_prefix.empty())
        return place.postal_code.starts_with(area.postal_prefix)
                   ? by_postal_code + static_cast<int>(area.postal_prefix.size())
                   : nowhere;
    return area.region.empty() ? by_country : by_region;
}

int closeness(const Tariff& tariff, const Place& place) {
    int closest = tariff.everywhere ? anywhere : nowhere;
    for (const auto& area : tariff.areas) closest = std::max(closest, closeness(area, place));
    return closest;
}

std::int64_t measure(const Tariff& tariff, const Parcel& parcel) {
    switch (tariff.basis) {
        case Basis::weight:
            return parcel.weight_grams;
        case Basis::subtotal:
            return parcel.subtotal.amount;
        case Basis::quantity:
            return parcel.quantity;
        case Basis::flat:
            break;
    }
    return 0;
}

std::optional<std::int64_t> table_price(const Tariff& tariff, const Parcel& parcel) {
    const auto value = measure(tariff, parcel);
    std::optional<std::int64_t> price;
    for (const auto& step : tariff.steps)
        if (step.from_value <= value) price = step.price;
    return price;
}

std::optional<std::int64_t> price_of(const Tariff& tariff, const Parcel& parcel,
                                     const std::vector<Quote>& quotes) {
    auto price = table_price(tariff, parcel);
    for (const auto& quote : quotes)
        if (tariff.carrier == quote.carrier && tariff.service == quote.service &&
            quote.price.currency == tariff.currency)
            price = quote.price.amount;
    if (price && tariff.free_from && parcel.subtotal.amount >= *tariff.free_from) price = 0;
    return price;
}

// Wherever the customer may be.
std::vector<Tariff> pickups(const Parcel& parcel, const std::vector<Tariff>& tariffs) {
    std::vector<Tariff> found;
    std::ranges::copy_if(tariffs, std::back_inserter(found), [&](const Tariff& tariff) {
        return tariff.kind == OptionKind::pickup && tariff.currency == parcel.subtotal.currency;
    });
    return found;
}

}  // namespace

std::string normal_region(std::string_view region, const std::string& country) {
    if (region.starts_with(country + "-")) region.remove_prefix(country.size() + 1);
    return letters_and_digits(region);
}

std::string normal_postal_code(std::string_view code) {
    return letters_and_digits(code);
}

std::vector<Tariff> tariffs_at(const Parcel& parcel, const std::vector<Tariff>& tariffs) {
    if (parcel.country.empty()) return pickups(parcel, tariffs);
    const Place place{parcel.country, normal_region(parcel.region.value_or(""), parcel.country),
                      normal_postal_code(parcel.postal_code.value_or(""))};
    int closest = anywhere;
    for (const auto& tariff : tariffs) closest = std::max(closest, closeness(tariff, place));
    std::vector<Tariff> found;
    std::ranges::copy_if(tariffs, std::back_inserter(found), [&](const Tariff& tariff) {
        return closeness(tariff, place) == closest && tariff.currency == parcel.subtotal.currency;
    });
    return found;
}

std::vector<ShippingOption> options_for(const Parcel& parcel, const std::vector<Tariff>& tariffs,
                                        const std::vector<Quote>& quotes) {
    std::vector<ShippingOption> options;
    for (const auto& tariff : tariffs_at(parcel, tariffs)) {
        if (tariff.kind == OptionKind::pickup && !tariff.address) continue;
        if (const auto price = price_of(tariff, parcel, quotes))
            options.push_back({tariff.id,
                               tariff.name,
                               {*price, tariff.currency},
                               tariff.min_days,
                               tariff.max_days,
                               tariff.kind,
                               tariff.carrier,
                               tariff.address});
    }
    std::ranges::sort(options, {}, [](const ShippingOption& option) {
        return std::tuple(option.price.amount, option.max_days, option.id);
    });
    std::set<std::string> seen;
    std::erase_if(options,
                  [&](const ShippingOption& option) { return !seen.insert(option.id).second; });
    return options;
}

}  // namespace kontor::shipping
