#include "eligibility.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kontor::pricing {
namespace {

template <class T>
bool contains(const std::vector<T>& values, const T& value) {
    return std::ranges::find(values, value) != values.end();
}

template <class T>
bool meet(const std::vector<T>& left, const std::vector<T>& right) {
    return std::ranges::find_first_of(left, right) != left.end();
}

bool eligible(const Goods& goods, const Conditions& conditions) {
    if (contains(conditions.except_products, goods.product)) return false;
    if (conditions.products.empty() && conditions.categories.empty()) return true;
    return contains(conditions.products, goods.product) ||
           meet(goods.categories, conditions.categories);
}

std::vector<std::size_t> by_line_id(const std::vector<Goods>& goods) {
    std::vector<std::size_t> places(goods.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::sort(places, {}, [&](auto place) { return goods[place].line; });
    return places;
}

std::optional<Refusal> fixed_refusal(const Candidate& candidate, const Snapshot& snapshot) {
    const auto& conditions = candidate.promotion->conditions;
    if (conditions.starts_at && snapshot.now < *conditions.starts_at)
        return Refusal{Why::not_begun};
    if (conditions.ends_at && snapshot.now >= *conditions.ends_at) return Refusal{Why::ended};
    if (!conditions.groups.empty() && !meet(snapshot.buyer.groups, conditions.groups))
        return Refusal{Why::other_group};
    if (conditions.first_order && !snapshot.buyer.first_order) return Refusal{Why::not_first_order};
    if (candidate.eligible.empty()) return Refusal{Why::no_goods};
    return std::nullopt;
}

}  // namespace

Stage stage_of(const Benefit& benefit) {
    switch (benefit.kind) {
        case PromotionKind::free_shipping:
        case PromotionKind::shipping_discount:
            return Stage::shipping;
        case PromotionKind::buy_x_get_y:
            return Stage::lines;
        case PromotionKind::percentage:
        case PromotionKind::fixed_amount:
            break;
    }
    return benefit.target == PromotionTarget::lines ? Stage::lines : Stage::order;
}

std::vector<Candidate> line_up(const Snapshot& snapshot) {
    std::vector<Candidate> candidates;
    if (snapshot.promotions.empty()) return candidates;
    candidates.reserve(snapshot.promotions.size());
    const auto places = by_line_id(snapshot.goods);
    for (const auto& promotion : snapshot.promotions) {
        Candidate candidate{&promotion, stage_of(promotion.benefit), {}, {}};
        std::ranges::copy_if(places, std::back_inserter(candidate.eligible), [&](auto place) {
            return eligible(snapshot.goods[place], promotion.conditions);
        });
        candidate.refusal = fixed_refusal(candidate, snapshot);
        candidates.push_back(std::move(candidate));
    }
    std::ranges::sort(candidates, {}, [](const Candidate& candidate) {
        const auto& promotion = *candidate.promotion;
        return std::tuple(candidate.stage, promotion.priority, promotion.id);
    });
    return candidates;
}

std::optional<Refusal> refusal_of(const Candidate& candidate, const Snapshot& snapshot,
                                  const Remaining& remaining) {
    if (candidate.refusal) return candidate.refusal;
    if (candidate.stage == Stage::shipping && !remaining.freight) return Refusal{Why::no_shipping};
    const auto& conditions = candidate.promotion->conditions;
    std::int64_t amount = 0;
    std::int64_t pieces = 0;
    for (const auto place : candidate.eligible) {
        amount += remaining.lines[place];
        pieces += snapshot.goods[place].quantity;
    }
    if (!conditions.minimum.empty()) {
        const auto* minimum = amount_in(conditions.minimum, snapshot.currency);
        if (minimum == nullptr) return Refusal{Why::no_minimum_in_currency};
        if (amount < minimum->amount) return Refusal{Why::below_minimum, amount, minimum->amount};
    }
    if (conditions.minimum_quantity && pieces < *conditions.minimum_quantity)
        return Refusal{Why::too_few_pieces, pieces, *conditions.minimum_quantity};
    return std::nullopt;
}

const platform::Money* amount_in(const std::vector<platform::Money>& amounts,
                                 platform::Currency currency) {
    const auto found = std::ranges::find(amounts, currency, &platform::Money::currency);
    return found == amounts.end() ? nullptr : &*found;
}

}  // namespace kontor::pricing
