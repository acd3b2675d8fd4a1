#include "catalog/module.hpp"

#include "attribute_service.hpp"
#include "batches.hpp"
#include "catalog/events.hpp"
#include "category_service.hpp"
#include "collection_service.hpp"
#include "service.hpp"

#include <algorithm>
#include <array>

namespace kontor::catalog {

namespace {

struct Drop {
    std::string_view fact;
    std::string_view tag;
};
constexpr std::array drops{
    Drop{CategoryChanged::name, "categories"}, Drop{CategoryDeleted::name, "categories"},
    Drop{CollectionChanged::name, "collections"}, Drop{CollectionDeleted::name, "collections"},
    Drop{AttributeChanged::name, "attributes"}};

// What a variant is sold as depends on its product, on the others of it and on where its categories
// stand in the tree.
constexpr std::array changes_of_goods{
    ProductChanged::name, ProductDeleted::name,  VariantAdded::name,   VariantRemoved::name,
    PriceChanged::name,   CategoryChanged::name, CategoryDeleted::name};

}  // namespace

std::unique_ptr<Catalog> make_catalog(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, inventory::Inventory& inventory,
                                      media::Media* media) {
    return std::make_unique<Service>(database, events, clock, inventory, media);
}

std::unique_ptr<Categories> make_categories(platform::Database& database,
                                            platform::EventLog& events,
                                            const platform::Clock& clock) {
    return std::make_unique<CategoryService>(database, events, clock);
}

std::unique_ptr<Collections> make_collections(platform::Database& database,
                                              platform::EventLog& events,
                                              const platform::Clock& clock) {
    return std::make_unique<CollectionService>(database, events, clock);
}

std::unique_ptr<Attributes> make_attributes(platform::Database& database,
                                            platform::EventLog& events) {
    return std::make_unique<AttributeService>(database, events);
}

std::unique_ptr<Batches> make_batches(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock) {
    return std::make_unique<BatchService>(database, events, clock);
}

void drop_remembered(const platform::Announcement& fact, Catalog& catalog) {
    if (std::ranges::find(changes_of_goods, fact.name) != changes_of_goods.end())
        catalog.forget_sellable();
}

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache) {
    for (const auto& [name, tag] : drops)
        if (fact.name == name) cache.drop(tag);
}

std::vector<std::string> facts_that_drop() {
    std::vector<std::string> names(changes_of_goods.begin(), changes_of_goods.end());
    for (const auto& [name, tag] : drops) names.emplace_back(name);
    return names;
}

}  // namespace kontor::catalog
