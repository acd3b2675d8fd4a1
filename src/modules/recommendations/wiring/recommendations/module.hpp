// For the composition root and for tests.
#pragma once

#include "catalog/catalog.hpp"
#include "platform/db/database.hpp"
#include "platform/events/dispatcher.hpp"
#include "platform/http/router.hpp"
#include "platform/jobs/jobs.hpp"
#include "recommendations/experiments.hpp"
#include "recommendations/recommendations.hpp"

#include <memory>
#include <string>

namespace kontor::recommendations {

// secret: what decides, unpredictably but always alike, who is in which variant.
std::unique_ptr<Experiments> make_experiments(platform::Database& database,
                                              const platform::Clock& clock, std::string secret);

std::unique_ptr<Recommendations> make_recommendations(platform::Database& database,
                                                      const platform::Clock& clock,
                                                      catalog::Catalog& catalog,
                                                      search::Search& search,
                                                      Experiments& experiments);

void add_routes(platform::http::Router& router, Recommendations& recommendations,
                Experiments& experiments, catalog::Catalog& catalog,
                const std::string& cursor_secret);

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               catalog::Catalog& catalog, platform::Currency currency);

void add_jobs(platform::Jobs& jobs, Experiments& experiments);

}  // namespace kontor::recommendations
