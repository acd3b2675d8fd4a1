#pragma once

#include "broad_counts.hpp"
#include "indexer.hpp"
#include "platform/events/event_log.hpp"
#include "search/search.hpp"

namespace kontor::search {

class Service final : public Search {
public:
    Service(platform::Database& database, platform::EventLog& events, catalog::Catalog& catalog,
            inventory::Inventory& inventory, platform::Currency currency)
        : database_(database),
          events_(events),
          indexer_(catalog, inventory, currency),
          currency_(currency) {}

    Listing list(const Query& query) override;
    Found search(const Query& query) override;
    std::vector<Suggestion> suggest(const std::string& typed) override;
    std::size_t rebuild(const std::function<void(std::size_t)>& progress) override;
    std::size_t size() override;

private:
    store::Hits find(const store::Criteria& criteria, const Query& query);

    platform::Database& database_;
    platform::EventLog& events_;
    Indexer indexer_;
    platform::Currency currency_;
    BroadCounts broad_counts_;
};

}  // namespace kontor::search
