#include "recommendations/module.hpp"

#include "experiment_service.hpp"
#include "service.hpp"

namespace kontor::recommendations {

std::unique_ptr<Experiments> make_experiments(platform::Database& database,
                                              const platform::Clock& clock, std::string secret) {
    return std::make_unique<ExperimentService>(database, clock, std::move(secret));
}

std::unique_ptr<Recommendations> make_recommendations(platform::Database& database,
                                                      const platform::Clock& clock,
                                                      catalog::Catalog& catalog,
                                                      search::Search& search,
                                                      Experiments& experiments) {
    return std::make_unique<Service>(database, clock, catalog, search, experiments);
}

void add_jobs(platform::Jobs& jobs, Experiments& experiments) {
    jobs.every(std::chrono::seconds(10), "recommendations.answers",
               [&experiments] { experiments.flush(); });
}

}  // namespace kontor::recommendations
