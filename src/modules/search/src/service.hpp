#pragma once

#include "broad_counts.hpp"
#include "indexer.hpp"
#include "search/search.hpp"

namespace kontor::search {

class Service final : public Search {
public:
    Service(platform::Database& database, catalog::Catalog& catalog,
            inventory::Inventory& inventory, platform::Currency currency)
        : database_(database), indexer_(catalog, inventory, currency), currency_(currency) {}

    Listing list(const Query& query) override;
    Found search(const Query& query) override;
    std::vector<Suggestion> suggest(const std::string& typed) override;
    std::size_t rebuild(const std::function<void(std::size_t)>& progress) override;
    std::size_t size() override;

private:
    platform::Database& database_;
    Indexer indexer_;
    platform::Currency currency_;
    BroadCounts broad_counts_;
};

}  // namespace kontor::search
