// The steps of a calculation, written down for who asks for them.
#pragma once

#include "pricing/calculation.hpp"
#include "promotions.hpp"
#include "taxes.hpp"

namespace kontor::pricing {

class Journal {
public:
    Journal(platform::Currency currency, std::vector<Step>* steps)
        : currency_(currency), steps_(steps) {}

    void unit_price(const Goods& goods);
    void shipping(const Freight& freight);
    // line: none for shipping.
    void home_tax_removed(const std::optional<platform::Uuid>& line,
                          const std::vector<Levy>& levies, std::int64_t price, std::int64_t pieces);
    void verdict(const Verdict& verdict, const std::vector<Goods>& goods);
    void taxes(const std::optional<platform::Uuid>& line, const std::vector<Levy>& levies,
               TaxPlace place);
    void total(const Totals& totals);

private:
    platform::Money money(std::int64_t amount) const { return {amount, currency_}; }
    void gift(const Verdict& verdict, const Gift& gift, const std::vector<Goods>& goods);

    platform::Currency currency_;
    std::vector<Step>* steps_;
};

}  // namespace kontor::pricing
