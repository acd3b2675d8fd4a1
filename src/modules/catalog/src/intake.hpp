// How new products get into the catalogue, many at once or one.
#pragma once

#include "catalog/catalog.hpp"
#include "draft.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::catalog {

// In order, why a draft is not kept, or nothing.
using Refusals = std::vector<std::optional<platform::Error>>;

// Gives each draft a free slug and its categories, and writes those that can be kept with the
// facts that they announce.
Refusals take_in(platform::Tx& tx, platform::EventLog& events, std::vector<Draft>& drafts);

// Parts of it, for those that are not refused yet.
void refuse_unfit_attributes(platform::Tx& tx, const std::vector<Draft>& drafts,
                             Refusals& refusals);
using CategoriesByName = std::map<std::string, CategoryReference>;
// Those that drafts name by slug or id. A draft that names the id of none is refused.
CategoriesByName find_categories(platform::Tx& tx, const std::vector<Draft>& drafts,
                                 Refusals& refusals);
// Slugs that do not exist are created and announced: after whatever else may refuse a draft.
void settle_categories(platform::Tx& tx, platform::EventLog& events, CategoriesByName known,
                       std::vector<Draft>& drafts, const Refusals& refusals);

// Later than before, whatever the clock says, so that no two states have the same time.
void touch(Product& product, platform::Time now);

void apply(const VariantChange& change, Variant& variant);

void announce_prices(platform::Tx& tx, platform::EventLog& events, const ProductId& product,
                     const Variant& before, const Variant& after);

// The categories of these names, in order; slugs that do not exist are created and announced.
// Refuses catalog.no_such_category.
platform::Result<std::vector<CategoryReference>> resolve_categories(
    platform::Tx& tx, platform::EventLog& events, const std::vector<std::string>& names);

}  // namespace kontor::catalog
