#include "service.hpp"

#include "learner.hpp"
#include "refusals.hpp"

#include <algorithm>
#include <set>

namespace kontor::recommendations {

using catalog::ProductId;
using platform::Reader;
using platform::Result;

namespace {

constexpr auto freshness = std::chrono::minutes(1);
constexpr std::size_t most_ranked = 60;
constexpr std::size_t most_pages_kept = 5000;

Strategy strategy_of(const std::optional<Assignment>& assignment) {
    return assignment ? assignment->strategy : Strategy::mixed;
}

std::vector<ProductId> products_of(const std::vector<Seed>& seeds) {
    std::vector<ProductId> products;
    for (const auto& seed : seeds) products.push_back(seed.product);
    return products;
}

}  // namespace

Result<Recommended> Service::beside(const ProductId& product, const Asked& asked) {
    const auto assignment = experiments_.assign(Placement::product, asked.visitor);
    const PageAndStrategy page{product, strategy_of(assignment)};
    auto ranked = kept(page);
    if (!ranked) {
        ranked = database_.read([&](Reader& reader) -> std::optional<Ranked> {
            const auto known = store::products(reader, {product});
            if (known.empty() || !known.front().listed) return std::nullopt;
            return rank_beside(reader, page.second, {{product}}, 0, overview(reader));
        });
        if (!ranked) return no_such_product();
        keep(page, *ranked);
    }
    return recommend(*ranked, asked, assignment);
}

Recommended Service::beside_basket(const std::vector<ProductId>& products, const Asked& asked) {
    const auto assignment = experiments_.assign(Placement::basket, asked.visitor);
    const auto ranked = database_.read([&](Reader& reader) {
        return rank_beside(reader, strategy_of(assignment), seeds_of({products}), 0,
                           overview(reader));
    });
    return recommend(ranked, asked, assignment);
}

Recommended Service::for_visitor(const Asked& asked) {
    const auto assignment = experiments_.assign(Placement::home, asked.visitor);
    const auto ranked = database_.read([&](Reader& reader) {
        const auto& customer = asked.visitor.customer;
        const auto seeds =
            customer ? seeds_of(store::baskets_of(reader, *customer)) : std::vector<Seed>{};
        const auto general = overview(reader);
        if (seeds.empty())
            return rank(Strategy::popular, {}, {{}, {}, general.popular}, most_ranked);
        return rank_beside(reader, strategy_of(assignment), seeds, general.bought_again, general);
    });
    return recommend(ranked, asked, assignment);
}

std::optional<Service::Ranked> Service::kept(const PageAndStrategy& page) {
    const std::lock_guard lock(pages_mutex_);
    const auto found = pages_.find(page);
    if (found == pages_.end() || clock_.now() - found->second.made_at >= freshness)
        return std::nullopt;
    return found->second.products;
}

void Service::keep(const PageAndStrategy& page, const Ranked& products) {
    const std::lock_guard lock(pages_mutex_);
    if (pages_.size() >= most_pages_kept) pages_.clear();
    pages_[page] = {products, clock_.now()};
}

Service::Overview Service::overview(Reader& reader) {
    const auto now = clock_.now();
    const std::lock_guard one_at_a_time(overview_mutex_);
    if (overview_.made_at == platform::Time{} || now - overview_.made_at >= freshness)
        overview_ = {store::popular(reader, 3 * most_ranked), store::listed_products(reader),
                     store::bought_again(reader), now};
    return overview_;
}

Service::Ranked Service::rank_beside(Reader& reader, Strategy strategy,
                                     const std::vector<Seed>& seeds, double bought_again,
                                     const Overview& overview) {
    Evidence evidence;
    evidence.popular = overview.popular;
    evidence.bought_again = bought_again;
    const auto products = products_of(seeds);
    if (strategy == Strategy::also_bought || strategy == Strategy::mixed)
        evidence.together = store::bought_together(reader, products, others_of_each(seeds.size()));
    if (strategy == Strategy::similar || strategy == Strategy::mixed)
        add_alike(reader, products, overview.listed, evidence);
    return rank(strategy, seeds, evidence, most_ranked);
}

void Service::add_alike(Reader& reader, const std::vector<ProductId>& products, std::int64_t listed,
                        Evidence& evidence) {
    const auto described = store::products(reader, products);
    Terms terms;
    for (const auto& product : described)
        terms.insert(terms.end(), product.terms.begin(), product.terms.end());
    auto frequencies = store::frequencies(reader, terms);

    const auto most = others_of_each(products.size());
    auto by_rare_terms = described;
    for (auto& product : by_rare_terms)
        product.terms = rare_terms(product.terms, frequencies, most);
    const auto found = store::sharing(reader, by_rare_terms, most);
    std::set<std::string> unknown;
    for (const auto& one : found)
        for (const auto& term : one.terms)
            if (!frequencies.contains(term)) unknown.insert(term);
    frequencies.merge(store::frequencies(reader, {unknown.begin(), unknown.end()}));

    const TermWeights weights(frequencies, listed);
    for (const auto& one : found) {
        const auto seed = std::ranges::find(described, one.seed, &store::Product::id);
        evidence.alike.push_back(
            {one.seed, one.other, weights.likeness(seed->terms, one.terms), one.other_baskets});
    }
}

// A few more than wanted are looked at, so that what can be had comes first.
Recommended Service::recommend(const Ranked& ranked, const Asked& asked,
                               const std::optional<Assignment>& assignment) {
    auto best = ranked;
    best.resize(std::min(best.size(), 2 * asked.limit));
    auto listed = search_.summaries(best, asked.language);
    Recommended recommended;
    for (const bool available : {true, false})
        for (auto& summary : listed)
            if (summary.available == available && recommended.data.size() < asked.limit)
                recommended.data.push_back(std::move(summary));
    if (assignment) {
        experiments_.count_answer(*assignment);
        recommended.experiment = assignment->experiment;
        recommended.variant = assignment->variant;
    }
    return recommended;
}

std::size_t Service::rebuild(const std::function<void(std::size_t)>& progress) {
    constexpr std::size_t page_size = 500;
    return database_.transact([&](platform::Tx& tx) {
        store::lock(tx);
        store::forget_descriptions(tx);
        std::optional<ProductId> after;
        std::size_t done = 0;
        do {
            const auto page = catalog_.ids_after(after, page_size);
            describe(tx, catalog_, page);
            done += page.size();
            after = page.size() == page_size ? std::optional(page.back()) : std::nullopt;
            if (progress) progress(done);
        } while (after);
        return store::count_again(tx);
    });
}

}  // namespace kontor::recommendations
