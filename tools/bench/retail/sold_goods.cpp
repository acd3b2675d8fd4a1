#include "sold_goods.hpp"

#include <algorithm>
#include <set>

namespace kontor::retail {

using catalog::ProductId;
using namespace recommendations;

void SoldGoods::learn(const Invoice& invoice) {
    for (const auto& id : invoice.products) {
        auto& product = products_[id];
        if (product.baskets++ > 0) continue;
        product.terms = terms_of({books_.titles.at(id), {}, {}});
        for (const auto& term : product.terms) {
            ++frequencies_[term];
            products_by_term_[term].push_back(id);
        }
    }
    auto paired = invoice.products;
    paired.resize(std::min(paired.size(), most_paired_products));
    const auto weight = weight_of_pair(paired.size());
    for (const auto& one : paired)
        for (const auto& other : paired)
            if (one != other) products_.at(one).together[other] += weight;
    if (invoice.customer.empty()) return;
    auto& baskets = baskets_by_customer_[invoice.customer];
    if (!baskets.empty())
        for (const auto& product : invoice.products) {
            ++lines_of_returning_;
            lines_again_ += std::ranges::any_of(baskets, [&](const auto& earlier) {
                return std::ranges::find(earlier, product) != earlier.end();
            });
        }
    baskets.insert(baskets.begin(), invoice.products);
}

std::vector<Seed> SoldGoods::seeds_of(const std::string& customer) const {
    const auto found = baskets_by_customer_.find(customer);
    if (found == baskets_by_customer_.end()) return {};
    return recommendations::seeds_of(found->second);
}

double SoldGoods::bought_again() const {
    if (lines_of_returning_ == 0) return 0;
    return static_cast<double>(lines_again_) / static_cast<double>(lines_of_returning_);
}

Evidence SoldGoods::evidence(const std::vector<Seed>& seeds) const {
    Evidence evidence;
    for (const auto& [id, product] : products_) evidence.popular.push_back({id, product.baskets});
    for (const auto& seed : seeds) {
        if (!products_.contains(seed.product)) continue;
        add_together(seed.product, others_of_each(seeds.size()), evidence);
        add_alike(seed.product, others_of_each(seeds.size()), evidence);
    }
    return evidence;
}

void SoldGoods::add_together(const ProductId& seed, std::size_t most, Evidence& evidence) const {
    const auto& product = products_.at(seed);
    std::vector<std::pair<std::int64_t, ProductId>> others;
    for (const auto& [other, weight] : product.together) others.emplace_back(-weight, other);
    std::ranges::sort(others);
    others.resize(std::min(others.size(), most));
    for (const auto& [weight, other] : others)
        evidence.together.push_back(
            {seed, other, -weight, product.baskets, products_.at(other).baskets});
}

void SoldGoods::add_alike(const ProductId& seed, std::size_t most, Evidence& evidence) const {
    const auto& terms = products_.at(seed).terms;
    std::set<ProductId> sharing;
    for (const auto& term : rare_terms(terms, frequencies_, most)) {
        const auto& with_term = products_by_term_.at(term);
        sharing.insert(with_term.begin(), with_term.end());
    }
    sharing.erase(seed);
    std::vector<std::pair<std::int64_t, ProductId>> others;
    for (const auto& other : sharing) others.emplace_back(-products_.at(other).baskets, other);
    std::ranges::sort(others);
    others.resize(std::min(others.size(), most));
    const TermWeights weights(frequencies_, static_cast<std::int64_t>(products_.size()));
    for (const auto& [baskets, other] : others)
        evidence.alike.push_back(
            {seed, other, weights.likeness(terms, products_.at(other).terms), -baskets});
}

}  // namespace kontor::retail
