#include "pricing/sold_taxes.hpp"

#include "taxes.hpp"

namespace kontor::pricing {

std::vector<Tax> taxed_anew(std::vector<Tax> sold, const platform::Money& amount,
                            std::int64_t pieces, TaxRounding rounding) {
    if (sold.empty()) return sold;
    const auto place = sold.front().included ? TaxPlace::included : TaxPlace::on_top;
    std::vector<TaxRule> zone;
    for (const auto& tax : sold)
        zone.push_back({tax.rate, tax.name, std::string(standard_tax_class), tax.rate_ppm,
                        tax.base != sold.front().base});
    const auto levies =
        levies_of(amount.amount, pieces, rules_of(zone, standard_tax_class), place, rounding);
    for (std::size_t i = 0; i < sold.size(); ++i) {
        sold[i].base.amount = levies[i].base;
        sold[i].amount.amount = levies[i].amount;
    }
    return sold;
}

}  // namespace kontor::pricing
