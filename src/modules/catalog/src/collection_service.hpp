#pragma once

#include "catalog/collection.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::catalog {

class CollectionService final : public Collections {
public:
    CollectionService(platform::Database& database, platform::EventLog& events,
                      const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    std::vector<Collection> list(const std::optional<CollectionId>& after,
                                 std::size_t limit) override;
    std::vector<Collection> published(const std::optional<CollectionId>& after,
                                      std::size_t limit) override;
    platform::Result<ResolvedCollection> resolve(const std::string& id_or_slug) override;
    std::vector<CollectionPlace> collection_products(const CollectionId& id,
                                                     const std::optional<CollectionPlace>& after,
                                                     std::size_t limit) override;
    platform::Result<Collection> create(const NewCollection& collection) override;
    platform::Result<Collection> change(const CollectionId& id, const CollectionChange& change,
                                        const Unchanged<Collection>& unchanged) override;
    platform::Result<> remove(const CollectionId& id,
                              const Unchanged<Collection>& unchanged) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::catalog
