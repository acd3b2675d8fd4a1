#include "baskets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

using namespace kontor;
using namespace kontor::pricing;

namespace {

// One REQUIRE per basket: what does not hold, or "".
std::string wrong_amounts(const Calculation& calculation) {
    std::int64_t subtotal = 0, discount = 0, tax = 0, total = 0;
    const auto wrong = [&](std::int64_t base, std::int64_t given, std::int64_t taxed,
                           std::int64_t paid, const auto& part) {
        std::int64_t discounts = 0, taxes = 0;
        for (const auto& one : part.discounts) {
            if (one.amount.amount <= 0) return true;
            discounts += one.amount.amount;
        }
        bool on_top = false;
        for (const auto& one : part.taxes) {
            if (one.amount.amount < 0 || one.base.amount < 0) return true;
            taxes += one.amount.amount;
            on_top = on_top || !one.included;
        }
        return given < 0 || given > base || discounts != given || taxes != taxed ||
               paid != base - given + (on_top ? taxed : 0) || (!on_top && taxed > paid);
    };
    for (const auto& line : calculation.lines) {
        if (wrong(line.subtotal.amount, line.discount.amount, line.tax.amount, line.total.amount,
                  line))
            return "a line does not add up";
        subtotal += line.subtotal.amount;
        discount += line.discount.amount;
        tax += line.tax.amount;
        total += line.total.amount;
    }
    std::int64_t shipping = 0;
    if (const auto& freight = calculation.freight) {
        if (wrong(freight->price.amount, freight->discount.amount, freight->tax.amount,
                  freight->total.amount, *freight))
            return "shipping does not add up";
        shipping = freight->price.amount - freight->discount.amount;
        tax += freight->tax.amount;
        total += freight->total.amount;
    }
    const auto& totals = calculation.totals;
    if (totals.subtotal.amount != subtotal || totals.discount.amount != discount ||
        totals.tax.amount != tax || totals.shipping.amount != shipping ||
        totals.total.amount != total)
        return "the lines and shipping do not add up to the totals";
    if (total != subtotal - discount + shipping + tax - totals.tax_included.amount)
        return "the totals do not add up";
    return "";
}

std::string wrong_sums(const Calculation& calculation) {
    std::int64_t given = calculation.totals.discount.amount;
    if (calculation.freight) given += calculation.freight->discount.amount;
    for (const auto& discount : calculation.discounts) given -= discount.amount.amount;
    if (given != 0) return "the discounts do not add up";
    auto taxed = calculation.totals.tax.amount;
    for (const auto& tax : calculation.taxes) taxed -= tax.amount.amount;
    return taxed == 0 ? "" : "the taxes do not add up";
}

bool counts(const Step& step) {
    return step.kind != StepKind::total && !(step.kind == StepKind::tax && *step.included);
}

std::string wrong_steps(const Calculation& calculation, const std::vector<Step>& steps) {
    std::int64_t total = 0, allocated = 0;
    std::vector<std::int64_t> lines(calculation.lines.size());
    for (const auto& step : steps) {
        if (!counts(step)) continue;
        const auto amount = step.amount.amount;
        if (-amount > step.base.amount * std::max<std::int64_t>(step.quantity.value_or(1), 1))
            return "a step takes more than its base";
        if (step.kind == StepKind::allocation && -amount > step.base.amount)
            return "a share is above its weight";
        if (step.kind == StepKind::order_promotion || step.kind == StepKind::allocation)
            allocated += step.kind == StepKind::allocation ? -amount : amount;
        if (step.kind != StepKind::allocation) total += amount;
        for (std::size_t i = 0; step.line && i < lines.size(); ++i)
            if (calculation.lines[i].line == *step.line) lines[i] += amount;
    }
    if (total != calculation.totals.total.amount) return "the steps do not add up";
    if (allocated != 0) return "the shares do not add up to what is shared";
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i] != calculation.lines[i].total.amount)
            return "the steps of a line do not add up";
    return "";
}

bool same(const CalculatedLine& left, const CalculatedLine& right) {
    return left.unit_price == right.unit_price && left.subtotal == right.subtotal &&
           left.discount == right.discount && left.tax == right.tax && left.total == right.total &&
           left.discounts == right.discounts && left.taxes == right.taxes;
}

bool same(const Calculation& left, const Calculation& right) {
    if (left.lines.size() != right.lines.size()) return false;
    for (const auto& line : left.lines) {
        const auto other = std::ranges::find(right.lines, line.line, &CalculatedLine::line);
        if (other == right.lines.end() || !same(line, *other)) return false;
    }
    if (left.freight.has_value() != right.freight.has_value()) return false;
    if (left.freight &&
        (left.freight->total != right.freight->total || left.freight->tax != right.freight->tax))
        return false;
    return left.totals == right.totals && left.discounts == right.discounts &&
           left.taxes == right.taxes && left.idle_coupons == right.idle_coupons;
}

}  // namespace

TEST_CASE("whatever the basket, it adds up, step by step, and the order of its lines is nothing") {
    std::mt19937_64 random(20261121);
    std::size_t discounted = 0;
    for (int round = 0; round < 100'000; ++round) {
        auto snapshot = random_basket(random);
        std::vector<Step> steps;
        const bool explained = round % 3 == 0;
        const auto calculation = calculate(snapshot, explained ? &steps : nullptr);
        auto wrong = wrong_amounts(calculation);
        if (wrong.empty()) wrong = wrong_sums(calculation);
        if (wrong.empty() && explained) wrong = wrong_steps(calculation, steps);
        std::ranges::shuffle(snapshot.goods, random);
        std::ranges::shuffle(snapshot.promotions, random);
        if (wrong.empty() && !same(calculation, calculate(snapshot)))
            wrong = "the order of the lines or of the promotions matters";
        if (!wrong.empty()) FAIL("basket " << round << ": " << wrong);
        if (!calculation.discounts.empty()) ++discounted;
    }
    CHECK(discounted > 40'000);
}
