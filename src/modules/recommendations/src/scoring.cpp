#include "scoring.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace kontor::recommendations {

using catalog::ProductId;

namespace {

// Where less than this is bought again, nobody wants to be shown what they have.
constexpr double rarely = 0.01;

// What each kind of evidence counts for. Chosen on invoices that the evaluation does not measure.
struct Weights {
    double together = 0;
    double alike = 0;
    double without_reason = 0;  // so that a list is full where little is known
};

Weights weights_of(Strategy strategy) {
    switch (strategy) {
        case Strategy::also_bought:
            return {.together = 1};
        case Strategy::similar:
            return {.alike = 1};
        case Strategy::mixed:
            return {.together = 1, .alike = 0.3, .without_reason = 0.003};
        case Strategy::popular:
            break;
    }
    return {.without_reason = 1};
}

// Discounted where few baskets speak for it, and a little for what is in most baskets anyway.
double strength(const BoughtTogether& pair) {
    const auto baskets = static_cast<double>(pair.weight) / 1000;
    if (baskets <= 0 || pair.seed_baskets <= 0 || pair.other_baskets <= 0) return 0;
    return baskets / (baskets + 1) * baskets / std::sqrt(static_cast<double>(pair.seed_baskets)) /
           std::pow(static_cast<double>(pair.other_baskets), 0.3);
}

// Reasons add up as the sides of a right angle do: one strong reason is worth more than many weak
// ones.
class Scores {
public:
    explicit Scores(const std::vector<Seed>& seeds) {
        for (const auto& seed : seeds) {
            seed_weights_[seed.product] += seed.weight;
            total_weight_ += seed.weight;
        }
    }

    void add(const Popular& popular) { candidates_[popular.product].baskets = popular.baskets; }
    void add(const ProductId& seed, const ProductId& other, std::int64_t baskets, double score) {
        const auto found = seed_weights_.find(seed);
        if (found == seed_weights_.end()) return;
        auto& reason = candidates_[other].reasons[seed];
        reason += score;
        candidates_[other].baskets = baskets;
    }
    void add_again(const ProductId& seed, double probability) {
        add(seed, seed, candidates_[seed].baskets, std::sqrt(probability));
    }
    void leave_out_seeds() {
        for (const auto& [seed, weight] : seed_weights_) candidates_.erase(seed);
    }

    // Of two that fit equally well, what more baskets hold is the better bet.
    std::vector<std::pair<double, ProductId>> with_popularity(double without_reason) const {
        std::vector<std::pair<double, ProductId>> scored;
        for (const auto& [product, candidate] : candidates_) {
            double squares = 0;
            for (const auto& [seed, score] : candidate.reasons)
                squares += score * score * seed_weights_.at(seed) / total_weight_;
            const auto score = std::sqrt(squares) + without_reason;
            if (score > 0)
                scored.emplace_back(
                    score * std::pow(static_cast<double>(candidate.baskets + 1), 0.25), product);
        }
        return scored;
    }

private:
    struct Candidate {
        std::map<ProductId, double> reasons;  // by seed
        std::int64_t baskets = 0;
    };
    std::map<ProductId, double> seed_weights_;
    double total_weight_ = 0;
    std::map<ProductId, Candidate> candidates_;
};

}  // namespace

std::int64_t weight_of_pair(std::size_t products) {
    return std::lround(1000 /
                       std::log2(1 + static_cast<double>(std::max<std::size_t>(products, 1))));
}

std::size_t others_of_each(std::size_t seeds) {
    return std::clamp<std::size_t>(2000 / std::max<std::size_t>(seeds, 1), 50, 200);
}

std::vector<Seed> seeds_of(const std::vector<std::vector<ProductId>>& baskets) {
    std::vector<Seed> seeds;
    double weight = 1;
    for (const auto& basket : baskets) {
        for (const auto& product : basket) {
            const auto known = std::ranges::find(seeds, product, &Seed::product);
            if (known != seeds.end())
                known->weight += weight;
            else if (seeds.size() < most_seeds)
                seeds.push_back({product, weight});
        }
        weight *= 0.8;
    }
    return seeds;
}

std::vector<ProductId> rank(Strategy strategy, const std::vector<Seed>& seeds,
                            const Evidence& evidence, std::size_t limit) {
    const auto weights = weights_of(strategy);
    Scores scores(seeds);
    if (weights.without_reason > 0)
        for (const auto& popular : evidence.popular) scores.add(popular);
    if (weights.together > 0)
        for (const auto& pair : evidence.together)
            scores.add(pair.seed, pair.other, pair.other_baskets,
                       weights.together * strength(pair));
    if (weights.alike > 0)
        for (const auto& alike : evidence.alike)
            scores.add(alike.seed, alike.other, alike.other_baskets,
                       weights.alike * alike.likeness * alike.likeness);
    if (evidence.bought_again < rarely)
        scores.leave_out_seeds();
    else if (strategy == Strategy::mixed)
        for (const auto& seed : seeds) scores.add_again(seed.product, evidence.bought_again);

    auto scored = scores.with_popularity(weights.without_reason);
    std::ranges::sort(scored, [](const auto& left, const auto& right) {
        return left.first != right.first ? left.first > right.first : left.second < right.second;
    });
    if (scored.size() > limit) scored.resize(limit);
    std::vector<ProductId> best;
    for (const auto& [score, product] : scored) best.push_back(product);
    return best;
}

}  // namespace kontor::recommendations
