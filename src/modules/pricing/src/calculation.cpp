#include "pricing/calculation.hpp"

#include "bounds.hpp"
#include "journal.hpp"

#include <algorithm>

namespace kontor::pricing {
namespace {

using platform::Money;

// How prices and taxes go together for one destination.
struct Scheme {
    TaxPlace place = TaxPlace::on_top;
    bool home_tax_removed = false;
    bool taxed = true;
};

Scheme scheme_of(const Taxation& taxation) {
    const bool at_home = !taxation.exempt && taxation.destination == taxation.home;
    return {taxation.prices_include_tax && at_home ? TaxPlace::included : TaxPlace::on_top,
            taxation.prices_include_tax && !at_home, !taxation.exempt};
}

class Calculator {
public:
    Calculator(const Snapshot& snapshot, std::vector<Step>* steps)
        : snapshot_(snapshot),
          scheme_(scheme_of(snapshot.taxation)),
          journal_(snapshot.currency, steps) {}

    Calculation calculate() {
        price_goods();
        price_freight();
        const auto verdicts = judge(snapshot_, remaining());
        lower(verdicts, Stage::lines, Stage::order);
        if (snapshot_.freight) write_freight();
        lower(verdicts, Stage::shipping, Stage::shipping);
        tax();
        add_up();
        return std::move(result_);
    }

private:
    Money money(std::int64_t amount) const { return {amount, snapshot_.currency}; }

    std::vector<Levy> home_levies(const Money& price, const std::string& tax_class) const {
        if (!scheme_.home_tax_removed) return {};
        return levies_on(price.amount, rules_of(snapshot_.taxation.home, tax_class),
                         TaxPlace::included);
    }

    void price_goods() {
        result_.lines.reserve(snapshot_.goods.size());
        for (const auto& goods : snapshot_.goods) {
            journal_.unit_price(goods);
            const auto levies = home_levies(goods.unit_price, goods.tax_class);
            journal_.home_tax_removed(goods.line, levies, goods.unit_price.amount, goods.quantity);
            const auto price = goods.unit_price - money(total_of(levies));
            result_.lines.push_back(
                {goods.line, price, price * goods.quantity, money(0), money(0), money(0), {}, {}});
        }
    }

    void price_freight() {
        if (!snapshot_.freight) return;
        const auto& freight = *snapshot_.freight;
        freight_levies_ = home_levies(freight.price, freight.tax_class);
        result_.freight = {
            freight.price - money(total_of(freight_levies_)), money(0), money(0), money(0), {}, {}};
    }

    Remaining remaining() const {
        Remaining remaining;
        for (const auto& line : result_.lines) remaining.lines.push_back(line.subtotal.amount);
        if (result_.freight) remaining.freight = result_.freight->price.amount;
        return remaining;
    }

    void write_freight() {
        journal_.shipping(*snapshot_.freight);
        journal_.home_tax_removed({}, freight_levies_, snapshot_.freight->price.amount, 1);
    }

    void lower(const std::vector<Verdict>& verdicts, Stage first, Stage last) {
        for (const auto& verdict : verdicts) {
            if (verdict.stage < first || verdict.stage > last) continue;
            journal_.verdict(verdict, snapshot_.goods);
            if (const auto* gift = verdict.gift())
                lower(verdict, *gift);
            else if (verdict.promotion->code)
                result_.idle_coupons.push_back(
                    {*verdict.promotion->code, to_text(std::get<Refusal>(verdict.outcome),
                                                       *verdict.promotion, snapshot_.currency)});
        }
    }

    void lower(const Verdict& verdict, const Gift& gift) {
        const auto& promotion = *verdict.promotion;
        const Discount discount{promotion.id, promotion.name, promotion.code, money(gift.amount)};
        result_.discounts.push_back(discount);
        if (verdict.stage == Stage::shipping) {
            result_.freight->discount += discount.amount;
            result_.freight->discounts.push_back(discount);
        }
        for (const auto& share : gift.shares) {
            if (share.amount == 0) continue;
            auto& line = result_.lines[share.place];
            line.discounts.push_back(discount);
            line.discounts.back().amount = money(share.amount);
            line.discount += line.discounts.back().amount;
        }
    }

    void tax() {
        for (std::size_t i = 0; i < result_.lines.size(); ++i) {
            auto& line = result_.lines[i];
            const auto& goods = snapshot_.goods[i];
            line.total = line.subtotal - line.discount;
            const auto levies = levies_of(line.total, goods.quantity, goods.tax_class);
            journal_.taxes(line.line, levies, scheme_.place);
            add_taxes(levies, line.taxes, line.tax, line.total);
        }
        if (!result_.freight) return;
        auto& freight = *result_.freight;
        freight.total = freight.price - freight.discount;
        const auto levies = levies_of(freight.total, 1, snapshot_.freight->tax_class);
        journal_.taxes({}, levies, scheme_.place);
        add_taxes(levies, freight.taxes, freight.tax, freight.total);
    }

    std::vector<Levy> levies_of(const Money& amount, std::int64_t pieces,
                                const std::string& tax_class) const {
        if (!scheme_.taxed) return {};
        const auto& taxation = snapshot_.taxation;
        return pricing::levies_of(amount.amount, pieces, rules_of(taxation.destination, tax_class),
                                  scheme_.place, taxation.rounding);
    }

    void add_taxes(const std::vector<Levy>& levies, std::vector<Tax>& taxes, Money& tax,
                   Money& total) const {
        for (const auto& levy : levies)
            taxes.push_back({levy.rule->id, levy.rule->name, levy.rule->rate_ppm, money(levy.base),
                             money(levy.amount), scheme_.place == TaxPlace::included});
        tax = money(total_of(levies));
        if (scheme_.place == TaxPlace::on_top) total += tax;
    }

    void add_up() {
        const auto nothing = money(0);
        result_.totals = {nothing, nothing, nothing, nothing, nothing, nothing};
        auto& totals = result_.totals;
        for (const auto& line : result_.lines) {
            totals.subtotal += line.subtotal;
            totals.discount += line.discount;
            totals.tax += line.tax;
            totals.total += line.total;
        }
        if (const auto& freight = result_.freight) {
            totals.shipping = freight->price - freight->discount;
            totals.tax += freight->tax;
            totals.total += freight->total;
        }
        if (scheme_.place == TaxPlace::included) totals.tax_included = totals.tax;
        add_up_taxes();
        journal_.total(totals);
    }

    void add_up_taxes() {
        for (const auto& rule : snapshot_.taxation.destination) {
            std::optional<Tax> sum;
            const auto add = [&](const std::vector<Tax>& taxes) {
                for (const auto& tax : taxes) {
                    if (tax.rate != rule.id) continue;
                    if (!sum)
                        sum = {tax.rate, tax.name, tax.rate_ppm, money(0), money(0), tax.included};
                    sum->base += tax.base;
                    sum->amount += tax.amount;
                }
            };
            for (const auto& line : result_.lines) add(line.taxes);
            if (result_.freight) add(result_.freight->taxes);
            if (sum) result_.taxes.push_back(*std::move(sum));
        }
    }

    const Snapshot& snapshot_;
    Scheme scheme_;
    Journal journal_;
    std::vector<Levy> freight_levies_;
    Calculation result_;
};

}  // namespace

Calculation calculate(const Snapshot& snapshot, std::vector<Step>* steps) {
    require_bounds(snapshot);
    return Calculator(snapshot, steps).calculate();
}

}  // namespace kontor::pricing
