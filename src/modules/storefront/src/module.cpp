#include "storefront/module.hpp"

#include "catalog/events.hpp"
#include "inventory/events.hpp"
#include "pricing/events.hpp"
#include "reviews/events.hpp"
#include "search/events.hpp"
#include "tags.hpp"

#include <algorithm>
#include <array>

namespace kontor::storefront {

namespace {

struct Drop {
    std::string_view fact;
    std::string (*tag)(const platform::Uuid& key);
};

template <class Id>
std::string tag_of_key(const platform::Uuid& key) {
    return tag_of(Id(key));
}

constexpr std::array drops{
    Drop{catalog::ProductChanged::name, tag_of_key<catalog::ProductId>},
    Drop{catalog::ProductDeleted::name, tag_of_key<catalog::ProductId>},
    Drop{catalog::CategoryChanged::name, tag_of_key<catalog::CategoryId>},
    Drop{catalog::CollectionChanged::name, tag_of_key<catalog::CollectionId>},
    Drop{catalog::CollectionDeleted::name, tag_of_key<catalog::CollectionId>},
    Drop{inventory::StockChanged::name, tag_of_key<catalog::VariantId>},
    Drop{pricing::ProductRepriced::name, tag_of_key<catalog::ProductId>},
    Drop{pricing::RulesChanged::name,
         [](const platform::Uuid&) -> std::string { return rules_tag; }},
    Drop{reviews::RatingChanged::name, tag_of_key<catalog::ProductId>},
    Drop{search::ListingChanged::name,
         [](const platform::Uuid&) -> std::string { return listing_tag; }},
};

}  // namespace

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache) {
    const auto found = std::ranges::find(drops, fact.name, &Drop::fact);
    if (found != drops.end()) cache.drop(found->tag(fact.key));
}

std::vector<std::string> facts_that_drop() {
    std::vector<std::string> names;
    for (const auto& drop : drops) names.emplace_back(drop.fact);
    return names;
}

}  // namespace kontor::storefront
