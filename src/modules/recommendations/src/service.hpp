#pragma once

#include "catalog/catalog.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "recommendations/experiments.hpp"
#include "recommendations/recommendations.hpp"
#include "store.hpp"

#include <map>
#include <mutex>

namespace kontor::recommendations {

class Service final : public Recommendations {
public:
    Service(platform::Database& database, const platform::Clock& clock, catalog::Catalog& catalog,
            search::Search& search, Experiments& experiments)
        : database_(database),
          clock_(clock),
          catalog_(catalog),
          search_(search),
          experiments_(experiments) {}

    platform::Result<Recommended> beside(const catalog::ProductId& product,
                                         const Asked& asked) override;
    Recommended beside_basket(const std::vector<catalog::ProductId>& products,
                              const Asked& asked) override;
    Recommended for_visitor(const Asked& asked) override;
    std::size_t rebuild(const std::function<void(std::size_t)>& progress) override;

private:
    using Ranked = std::vector<catalog::ProductId>;
    using PageAndStrategy = std::pair<catalog::ProductId, Strategy>;
    // What is the same for every list, and so is looked up once a minute.
    struct Overview {
        std::vector<Popular> popular;
        std::int64_t listed = 0;
        double bought_again = 0;
        platform::Time made_at{};
    };
    struct RankedPage {
        Ranked products;
        platform::Time made_at;
    };

    std::optional<Ranked> kept(const PageAndStrategy& page);
    void keep(const PageAndStrategy& page, const Ranked& products);
    Overview overview(platform::Reader& reader);
    Ranked rank_beside(platform::Reader& reader, Strategy strategy, const std::vector<Seed>& seeds,
                       double bought_again, const Overview& overview);
    void add_alike(platform::Reader& reader, const std::vector<catalog::ProductId>& products,
                   std::int64_t listed, Evidence& evidence);
    Recommended recommend(const Ranked& ranked, const Asked& asked,
                          const std::optional<Assignment>& assignment);

    platform::Database& database_;
    const platform::Clock& clock_;
    catalog::Catalog& catalog_;
    search::Search& search_;
    Experiments& experiments_;
    std::mutex pages_mutex_;
    std::map<PageAndStrategy, RankedPage> pages_;
    std::mutex overview_mutex_;
    Overview overview_;
};

}  // namespace kontor::recommendations
