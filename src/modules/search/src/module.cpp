#include "search/module.hpp"

#include "search/events.hpp"
#include "service.hpp"

namespace kontor::search {

std::unique_ptr<Search> make_search(platform::Database& database, platform::EventLog& events,
                                    const Sources& sources, const Config& config) {
    return std::make_unique<Service>(database, events, sources, config);
}

void add_jobs(platform::Jobs& jobs, Search& search) {
    jobs.every(std::chrono::minutes(1), "search.upkeep", [&search] { search.keep_up(); });
}

void drop_cached(const platform::Announcement& fact, platform::http::ResponseCache& cache,
                 Search& search) {
    if (fact.name != ListingChanged::name) return;
    search.look_again();
    cache.drop("listing");
}

std::vector<std::string> facts_that_drop() {
    return {std::string(ListingChanged::name)};
}

}  // namespace kontor::search
