// How new products get into the catalogue, many at once or one.
#pragma once

#include "catalog/catalog.hpp"
#include "draft.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::catalog {

// Gives each draft a free slug and its categories, and writes those that can be kept with the
// facts that they announce. Answers, in order, why a draft was not kept, or nothing.
std::vector<std::optional<platform::Error>> take_in(platform::Tx& tx, platform::EventLog& events,
                                                    std::vector<Draft>& drafts);

platform::Error slug_taken(const std::string& slug);

// The categories of these names, in order; slugs that do not exist are created.
// Refuses catalog.no_such_category.
platform::Result<std::vector<CategoryReference>> resolve_categories(
    platform::Tx& tx, const std::vector<std::string>& names);

}  // namespace kontor::catalog
