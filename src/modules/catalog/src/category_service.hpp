#pragma once

#include "catalog/category.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::catalog {

class CategoryService final : public Categories {
public:
    CategoryService(platform::Database& database, platform::EventLog& events,
                    const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    std::vector<Category> all() override;
    platform::Result<ResolvedCategory> resolve(const std::string& id_or_slug) override;
    platform::Result<Category> create(const NewCategory& category) override;
    platform::Result<Category> change(const CategoryId& id, const CategoryChange& change,
                                      const Unchanged<Category>& unchanged) override;
    platform::Result<> remove(const CategoryId& id, Contents contents,
                              const Unchanged<Category>& unchanged) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::catalog
