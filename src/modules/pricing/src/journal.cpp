#include "journal.hpp"

namespace kontor::pricing {
namespace {

std::optional<platform::RatePpm> rate_of(const Benefit& benefit) {
    if (benefit.kind == PromotionKind::free_shipping || benefit.percentage_ppm == 0)
        return std::nullopt;
    return benefit.percentage_ppm;
}

}  // namespace

void Journal::unit_price(const Goods& goods) {
    if (steps_ == nullptr) return;
    Step step{.kind = StepKind::unit_price,
              .line = goods.line,
              .rule = "base",
              .name = "base price",
              .base = goods.unit_price,
              .quantity = goods.quantity,
              .amount = goods.unit_price * goods.quantity};
    if (goods.price_list) {
        step.rule = goods.price_list->text();
        step.name = "price list";
    }
    steps_->push_back(std::move(step));
}

void Journal::shipping(const Freight& freight) {
    if (steps_ == nullptr) return;
    steps_->push_back({.kind = StepKind::shipping,
                       .rule = freight.option,
                       .name = "shipping",
                       .base = freight.price,
                       .amount = freight.price});
}

void Journal::home_tax_removed(const std::optional<platform::Uuid>& line,
                               const std::vector<Levy>& levies, std::int64_t price,
                               std::int64_t pieces) {
    if (steps_ == nullptr) return;
    for (const auto& levy : levies)
        steps_->push_back({.kind = StepKind::home_tax_removed,
                           .line = line,
                           .rule = levy.rule->id.text(),
                           .name = levy.rule->name,
                           .base = money(price),
                           .quantity = pieces,
                           .rate_ppm = levy.rule->rate_ppm,
                           .exact = to_text(*levy.exact),
                           .amount = money(-levy.amount * pieces)});
}

void Journal::verdict(const Verdict& verdict, const std::vector<Goods>& goods) {
    if (steps_ == nullptr) return;
    if (const auto* given = verdict.gift()) return gift(verdict, *given, goods);
    const auto& promotion = *verdict.promotion;
    steps_->push_back(
        {.kind = StepKind::skipped,
         .rule = promotion.id.text(),
         .name = promotion.name,
         .base = money(0),
         .amount = money(0),
         .reason = to_text(std::get<Refusal>(verdict.outcome), promotion, currency_)});
}

void Journal::gift(const Verdict& verdict, const Gift& gift, const std::vector<Goods>& goods) {
    const auto& promotion = *verdict.promotion;
    const auto rate = rate_of(promotion.benefit);
    const auto id = promotion.id.text();
    if (verdict.stage != Stage::lines)
        steps_->push_back({.kind = verdict.stage == Stage::order ? StepKind::order_promotion
                                                                 : StepKind::shipping_promotion,
                           .rule = id,
                           .name = promotion.name,
                           .base = money(gift.base),
                           .rate_ppm = rate,
                           .exact = to_text(gift.exact),
                           .amount = money(-gift.amount)});
    for (const auto& share : gift.shares) {
        Step step{.kind = StepKind::line_promotion,
                  .line = goods[share.place].line,
                  .rule = id,
                  .name = promotion.name,
                  .base = money(share.base),
                  .quantity = share.pieces,
                  .rate_ppm = rate,
                  .exact = to_text(share.exact),
                  .amount = money(-share.amount)};
        if (verdict.stage == Stage::order) {
            step.kind = StepKind::allocation;
            step.rate_ppm.reset();
            if (share.odd_unit > 0) step.odd_unit = share.odd_unit;
        }
        steps_->push_back(std::move(step));
    }
}

void Journal::taxes(const std::optional<platform::Uuid>& line, const std::vector<Levy>& levies,
                    TaxPlace place) {
    if (steps_ == nullptr) return;
    for (const auto& levy : levies) {
        Step step{.kind = StepKind::tax,
                  .line = line,
                  .rule = levy.rule->id.text(),
                  .name = levy.rule->name,
                  .base = money(levy.base),
                  .rate_ppm = levy.rule->rate_ppm,
                  .included = place == TaxPlace::included,
                  .amount = money(levy.amount)};
        if (levy.exact)
            step.exact = to_text(*levy.exact);
        else
            step.reason = "Rounded for each piece.";
        steps_->push_back(std::move(step));
    }
}

void Journal::total(const Totals& totals) {
    if (steps_ == nullptr) return;
    steps_->push_back({.kind = StepKind::total,
                       .rule = "total",
                       .name = "total",
                       .base = totals.subtotal,
                       .amount = totals.total});
}

}  // namespace kontor::pricing
