#include "reviews/module.hpp"

#include "catalog/events.hpp"
#include "reviews/events.hpp"
#include "service.hpp"
#include "tags.hpp"

#include <algorithm>
#include <array>

namespace kontor::reviews {

namespace {

// A product may be shown no more, or under another slug.
constexpr std::array<std::string_view, 3> of_a_product{
    ReviewsChanged::name, catalog::ProductChanged::name, catalog::ProductDeleted::name};

}  // namespace

std::unique_ptr<Reviews> make_reviews(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const Config& config) {
    return std::make_unique<Service>(database, events, clock, config);
}

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache) {
    if (std::ranges::find(of_a_product, fact.name) != of_a_product.end())
        cache.drop(tag_of(catalog::ProductId(fact.key)));
}

std::vector<std::string> facts_that_drop() {
    return {of_a_product.begin(), of_a_product.end()};
}

}  // namespace kontor::reviews
