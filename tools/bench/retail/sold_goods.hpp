// What the module's tables would hold after some invoices, kept in memory.
#pragma once

#include "invoices.hpp"
#include "scoring.hpp"
#include "terms.hpp"

namespace kontor::retail {

class SoldGoods {
public:
    explicit SoldGoods(const Books& books) : books_(books) {}

    void learn(const Invoice& invoice);

    // Only of goods that were sold in what was learned.
    recommendations::Evidence evidence(const std::vector<recommendations::Seed>& seeds) const;
    std::vector<recommendations::Seed> seeds_of(const std::string& customer) const;
    // Of what customers bought who had bought before, the share that they had had before.
    double bought_again() const;

private:
    void add_together(const catalog::ProductId& seed, std::size_t most,
                      recommendations::Evidence& evidence) const;
    void add_alike(const catalog::ProductId& seed, std::size_t most,
                   recommendations::Evidence& evidence) const;

    struct Product {
        std::int64_t baskets = 0;
        recommendations::Terms terms;
        std::map<catalog::ProductId, std::int64_t> together;
    };

    const Books& books_;
    std::map<catalog::ProductId, Product> products_;
    recommendations::Frequencies frequencies_;
    std::map<std::string, std::vector<catalog::ProductId>, std::less<>> products_by_term_;
    std::map<std::string, std::vector<std::vector<catalog::ProductId>>> baskets_by_customer_;
    std::size_t lines_of_returning_ = 0;
    std::size_t lines_again_ = 0;
};

}  // namespace kontor::retail
