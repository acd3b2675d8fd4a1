#pragma once

#include "indexer.hpp"
#include "platform/events/event_log.hpp"
#include "search/search.hpp"
#include "shop_index.hpp"

namespace kontor::search {

class Service final : public Search {
public:
    Service(platform::Database& database, platform::EventLog& events, const Sources& sources,
            const Config& config)
        : database_(database),
          events_(events),
          indexer_(sources, config.currency),
          currency_(config.currency),
          index_(database, config.languages) {}

    Listing list(const Query& query) override;
    platform::Result<Found> search(const Query& query) override;
    std::vector<Suggestion> suggest(const std::string& typed, const std::string& language) override;
    std::vector<Summary> summaries(const std::vector<catalog::ProductId>& products,
                                   const std::string& language) override;
    SynonymGroups synonyms() override;
    platform::Result<SynonymGroups> set_synonyms(const SynonymGroups& groups) override;
    platform::Result<std::size_t> rebuild(
        const std::function<void(std::size_t)>& progress) override;
    std::size_t size() override;
    void make_ready(const std::stop_token& stop) override { index_.make_ready(stop); }
    bool is_ready() override { return index_.is_ready(); }
    void look_again() override { index_.touch(); }
    void keep_up() override;

private:
    std::vector<platform::Uuid> products_with_codes(const std::string& typed);
    std::int64_t begin_rebuild();
    void remove_leftovers();

    platform::Database& database_;
    platform::EventLog& events_;
    Indexer indexer_;
    platform::Currency currency_;
    ShopIndex index_;
};

}  // namespace kontor::search
