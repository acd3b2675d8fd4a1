// Baskets for the calculator's tests: given and at random.
#pragma once

#include "pricing/calculation.hpp"

#include <random>

namespace kontor::pricing {

inline const auto eur = platform::Currency::parse("EUR").value();
inline const auto jpy = platform::Currency::parse("JPY").value();

inline platform::Uuid numbered(std::uint64_t number) {
    platform::Uuid uuid;
    for (std::size_t i = 0; i < 8; ++i)
        uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return uuid;
}

inline platform::Money euros(std::int64_t cents) {
    return {cents, eur};
}

inline TaxRule rate(std::uint64_t id, platform::RatePpm ppm,
                    const std::string& tax_class = "standard", bool compound = false) {
    return {TaxRateId(numbered(id)), "tax", tax_class, ppm, compound};
}

inline Taxation included(std::vector<TaxRule> rules) {
    return {true, TaxRounding::line, rules, rules, false};
}

inline Taxation on_top(std::vector<TaxRule> rules) {
    return {false, TaxRounding::line, rules, rules, false};
}

// Line and product have the number given.
inline Goods goods(std::uint64_t number, std::int64_t quantity, std::int64_t unit_price) {
    return {numbered(number),
            catalog::ProductId(numbered(number)),
            {},
            "standard",
            quantity,
            euros(unit_price),
            {}};
}

inline Promotion promotion(std::uint64_t id, const Benefit& benefit,
                           const Conditions& conditions = {}) {
    return {PromotionId(numbered(id)),
            "promotion " + std::to_string(id),
            0,
            false,
            true,
            benefit,
            conditions,
            {}};
}

inline Benefit percent(std::int64_t percentage, PromotionTarget target = PromotionTarget::order) {
    return {PromotionKind::percentage, target, percentage * 10'000, {}, 0, 0};
}

inline Benefit off(std::int64_t cents, PromotionTarget target = PromotionTarget::order) {
    return {PromotionKind::fixed_amount, target, 0, {euros(cents)}, 0, 0};
}

inline Benefit buy_get(std::int64_t buy, std::int64_t get, std::int64_t percentage = 100) {
    return {PromotionKind::buy_x_get_y, PromotionTarget::lines, percentage * 10'000, {}, buy, get};
}

inline Snapshot basket(std::vector<Goods> goods, const Taxation& taxation = {},
                       std::vector<Promotion> promotions = {}) {
    return {eur, std::move(goods), {}, std::move(promotions), taxation, {}, {}};
}

inline Freight freight(std::int64_t cents) {
    return {"standard", euros(cents), "standard"};
}

// With all kinds of promotions, conditions, taxes and destinations.
Snapshot random_basket(std::mt19937_64& random);

}  // namespace kontor::pricing
