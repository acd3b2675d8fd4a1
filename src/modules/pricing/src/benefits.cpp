#include "benefits.hpp"

#include "allocation.hpp"

#include <algorithm>

namespace kontor::pricing {
namespace {

Share share_of(std::size_t place, std::int64_t base, const Fraction& exact, std::int64_t pieces) {
    return {place, base, rounded(exact), pieces, 0, exact};
}

Fraction at_most(Wide amount, std::int64_t limit) {
    return {std::min(amount, Wide{limit}), 1};
}

Fraction percentage_of(std::int64_t amount, platform::RatePpm ppm) {
    return {Wide{amount} * ppm, whole};
}

std::int64_t total_of(const std::vector<std::int64_t>& amounts,
                      const std::vector<std::size_t>& places) {
    std::int64_t total = 0;
    for (const auto place : places) total += amounts[place];
    return total;
}

// Of one piece, or of the order.
Fraction lowered_by(const Benefit& benefit, std::int64_t base, const platform::Money* each,
                    std::int64_t pieces) {
    return each != nullptr ? at_most(Wide{each->amount} * pieces, base)
                           : percentage_of(base, benefit.percentage_ppm);
}

Gift to_lines(const Candidate& candidate, const Snapshot& snapshot, const Remaining& remaining,
              const platform::Money* each) {
    Gift gift;
    for (const auto place : candidate.eligible) {
        const auto left = remaining.lines[place];
        const auto pieces = snapshot.goods[place].quantity;
        const auto exact = lowered_by(candidate.promotion->benefit, left, each, pieces);
        gift.shares.push_back(share_of(place, left, exact, pieces));
    }
    return gift;
}

Gift to_order(const Candidate& candidate, const Snapshot& snapshot, const Remaining& remaining,
              const platform::Money* amount) {
    const auto base = total_of(remaining.lines, candidate.eligible);
    const auto exact = lowered_by(candidate.promotion->benefit, base, amount, 1);
    Gift gift{base, rounded(exact), exact, {}};
    std::vector<std::int64_t> weights;
    for (const auto place : candidate.eligible) weights.push_back(remaining.lines[place]);
    const auto portions = allocate(gift.amount, weights);
    for (std::size_t i = 0; i < portions.size(); ++i) {
        const auto place = candidate.eligible[i];
        gift.shares.push_back({place,
                               weights[i],
                               portions[i].amount,
                               snapshot.goods[place].quantity,
                               portions[i].odd_unit,
                               {Wide{gift.amount} * weights[i], std::max<Wide>(base, 1)}});
    }
    return gift;
}

Gift to_freight(const Benefit& benefit, std::int64_t left, const platform::Money* amount) {
    const auto exact = benefit.kind == PromotionKind::free_shipping
                           ? Fraction{left, 1}
                           : lowered_by(benefit, left, amount, 1);
    return {left, rounded(exact), exact, {}};
}

// How many pieces of each of the places, dearest first, are the cheapest of their set.
std::vector<std::int64_t> cheapest_pieces(const std::vector<std::size_t>& dearest_first,
                                          const Snapshot& snapshot, const Benefit& benefit,
                                          std::int64_t sets) {
    const auto size = benefit.buy + benefit.get;
    const auto cheap_before = [&](std::int64_t pieces) {
        const auto counted = std::min(pieces, sets * size);
        return counted / size * benefit.get +
               std::max<std::int64_t>(counted % size - benefit.buy, 0);
    };
    std::vector<std::int64_t> cheap;
    std::int64_t pieces = 0;
    for (const auto place : dearest_first) {
        const auto before = cheap_before(pieces);
        pieces += snapshot.goods[place].quantity;
        cheap.push_back(cheap_before(pieces) - before);
    }
    return cheap;
}

std::variant<Gift, Refusal> to_cheapest(const Candidate& candidate, const Snapshot& snapshot,
                                        const Remaining& remaining) {
    const auto& benefit = candidate.promotion->benefit;
    std::int64_t pieces = 0;
    for (const auto place : candidate.eligible) pieces += snapshot.goods[place].quantity;
    const auto sets = pieces / (benefit.buy + benefit.get);
    if (sets == 0) return Refusal{Why::too_few_pieces, pieces, benefit.buy + benefit.get};

    auto dearest_first = candidate.eligible;
    std::ranges::sort(dearest_first, [&](auto left, auto right) {
        const auto& goods = snapshot.goods;
        const auto one = Wide{remaining.lines[left]} * goods[right].quantity;
        const auto other = Wide{remaining.lines[right]} * goods[left].quantity;
        return one != other ? one > other : goods[left].line < goods[right].line;
    });
    const auto cheap = cheapest_pieces(dearest_first, snapshot, benefit, sets);
    Gift gift;
    for (std::size_t i = 0; i < cheap.size(); ++i) {
        if (cheap[i] == 0) continue;
        const auto place = dearest_first[i];
        const auto left = remaining.lines[place];
        const Fraction exact{Wide{left} * cheap[i] * benefit.percentage_ppm,
                             Wide{snapshot.goods[place].quantity} * whole};
        gift.shares.push_back(share_of(place, left, exact, cheap[i]));
    }
    return gift;
}

bool by_percentage(const Benefit& benefit) {
    return benefit.kind == PromotionKind::percentage ||
           (benefit.kind == PromotionKind::shipping_discount && benefit.percentage_ppm > 0);
}

std::variant<Gift, Refusal> weigh(const Candidate& candidate, const Snapshot& snapshot,
                                  const Remaining& remaining) {
    const auto& benefit = candidate.promotion->benefit;
    if (benefit.kind == PromotionKind::buy_x_get_y)
        return to_cheapest(candidate, snapshot, remaining);
    if (benefit.kind == PromotionKind::free_shipping)
        return to_freight(benefit, *remaining.freight, nullptr);
    const auto* amount =
        by_percentage(benefit) ? nullptr : amount_in(benefit.amounts, snapshot.currency);
    if (amount == nullptr && !by_percentage(benefit)) return Refusal{Why::no_amount_in_currency};
    switch (candidate.stage) {
        case Stage::lines:
            return to_lines(candidate, snapshot, remaining, amount);
        case Stage::order:
            return to_order(candidate, snapshot, remaining, amount);
        case Stage::shipping:
            break;
    }
    return to_freight(benefit, *remaining.freight, amount);
}

}  // namespace

std::variant<Gift, Refusal> gift_of(const Candidate& candidate, const Snapshot& snapshot,
                                    const Remaining& remaining) {
    if (auto refusal = refusal_of(candidate, snapshot, remaining)) return *refusal;
    auto weighed = weigh(candidate, snapshot, remaining);
    auto* gift = std::get_if<Gift>(&weighed);
    if (gift == nullptr) return weighed;
    if (candidate.stage == Stage::lines)
        for (const auto& share : gift->shares) {
            gift->base += share.base;
            gift->amount += share.amount;
        }
    if (gift->base == 0) return Refusal{Why::nothing_left};
    if (gift->amount == 0) return Refusal{Why::less_than_a_unit};
    return weighed;
}

void take(Remaining& remaining, const Gift& gift, Stage stage) {
    if (stage == Stage::shipping) *remaining.freight -= gift.amount;
    for (const auto& share : gift.shares) remaining.lines[share.place] -= share.amount;
}

}  // namespace kontor::pricing
