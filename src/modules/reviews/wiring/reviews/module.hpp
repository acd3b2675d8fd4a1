// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/events/event_log.hpp"
#include "platform/http/cache.hpp"
#include "platform/http/router.hpp"
#include "reviews/reviews.hpp"

#include <memory>
#include <string>
#include <vector>

namespace kontor::reviews {

enum class AutoAccept { nobody, verified, everybody };
BOOST_DESCRIBE_ENUM(AutoAccept, nobody, verified, everybody)

// Whose reviews are accepted unread: of these customers those with enough stars, without anything
// like a link, and without blocked words.
struct Config {
    AutoAccept auto_accept = AutoAccept::nobody;
    std::int64_t auto_accept_min_stars = 1;
    std::vector<std::string> blocked_words{};
};
BOOST_DESCRIBE_STRUCT(Config, (), (auto_accept, auto_accept_min_stars, blocked_words))

std::unique_ptr<Reviews> make_reviews(platform::Database& database, platform::EventLog& events,
                                      const platform::Clock& clock, const Config& config);

void add_routes(platform::http::Router& router, Reviews& reviews, catalog::Catalog& catalog,
                const std::string& cursor_secret);

// Learns who has received what, and which products are gone.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock, const Config& config);

// Drops the cached lists when a committed fact concerns them, which only these do.
void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache);
std::vector<std::string> facts_that_drop();

}  // namespace kontor::reviews
