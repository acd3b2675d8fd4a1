#include "evaluation.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace kontor::retail {

using catalog::ProductId;
using namespace recommendations;

namespace {

using Products = std::set<ProductId>;

bool hits(const SoldGoods& goods, Strategy strategy, const std::vector<Seed>& seeds,
          const Products& wanted, double bought_again = 0) {
    auto evidence = goods.evidence(seeds);
    evidence.bought_again = bought_again;
    const auto best = rank(strategy, seeds, evidence, 10);
    return std::ranges::any_of(best, [&](const auto& product) { return wanted.contains(product); });
}

// How many of the questions that this invoice asks are hits, 0 to 1; nothing where it asks none.
std::optional<double> hits_of(const SoldGoods& goods, const Invoice& invoice, Task task,
                              Strategy strategy) {
    const auto& products = invoice.products;
    const Products all(products.begin(), products.end());
    if (task == Task::next_invoice) {
        const auto seeds = goods.seeds_of(invoice.customer);
        if (seeds.empty()) return std::nullopt;
        return hits(goods, strategy, seeds, all, goods.bought_again()) ? 1 : 0;
    }
    if (products.size() < 2) return std::nullopt;
    if (task == Task::beside_a_basket) {
        const auto middle = products.begin() + static_cast<std::ptrdiff_t>(products.size() + 1) / 2;
        return hits(goods, strategy, recommendations::seeds_of({{products.begin(), middle}}),
                    {middle, products.end()})
                   ? 1
                   : 0;
    }
    double found = 0;
    for (const auto& product : products) {
        auto others = all;
        others.erase(product);
        if (hits(goods, strategy, {{product}}, others)) ++found;
    }
    return found / static_cast<double>(products.size());
}

}  // namespace

Split hold_out_last_of_customers(const Books& books) {
    std::map<std::string, std::vector<const Invoice*>> by_customer;
    for (const auto& invoice : books.invoices)
        if (!invoice.customer.empty()) by_customer[invoice.customer].push_back(&invoice);
    std::set<const Invoice*> last;
    for (const auto& [customer, invoices] : by_customer)
        if (invoices.size() > 1) last.insert(invoices.back());
    Split split;
    for (const auto& invoice : books.invoices)
        (last.contains(&invoice) ? split.held_out : split.learned).push_back(&invoice);
    return split;
}

Split hold_out_last_fifth(const Books& books) {
    Split split;
    for (const auto& invoice : books.invoices)
        (split.learned.size() < books.invoices.size() * 4 / 5 ? split.learned : split.held_out)
            .push_back(&invoice);
    return split;
}

HitRate hit_rate_at_10(const SoldGoods& goods, const Split& split, Task task, Strategy strategy) {
    HitRate rate;
    for (const auto* invoice : split.held_out)
        if (const auto found = hits_of(goods, *invoice, task, strategy)) {
            rate.hits += *found;
            ++rate.invoices;
        }
    return rate;
}

}  // namespace kontor::retail
