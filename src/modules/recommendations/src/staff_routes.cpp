#include "platform/http/counted_paging.hpp"
#include "routes.hpp"

namespace kontor::recommendations {

using platform::Result;
using namespace platform::http;

namespace {

struct ExperimentPath {
    ExperimentId experiment;
};
BOOST_DESCRIBE_STRUCT(ExperimentPath, (), (experiment))

Route route(Method method, const std::string& path, const std::string& operation,
            const std::string& summary) {
    return Route(method, "/v1/admin/experiments" + path, operation, summary)
        .by_staff_of("catalog")
        .tag("Experiments (staff)");
}

Result<CountedPage<Experiment>> page(Experiments& experiments, const Cursors& cursors,
                                     const CountedQuery& query) {
    const auto read = [&](const auto& after, std::size_t rows) {
        return experiments.list(after, rows);
    };
    return CountedPaging(cursors, "experiments", query).by_id(&Experiment::id, read);
}

void add_transition(Router& router, Experiments& experiments, const std::string& verb,
                    const std::string& summary, ExperimentStatus to) {
    router.add(route(Method::post, "/{experiment}/" + verb, verb + "_experiment", summary)
                   .may_answer(409, "invalid_transition or recommendations.placement_taken"),
               [&experiments, to](const Call<ExperimentPath>& call) -> Result<Experiment> {
                   return experiments.move(call.path.experiment, to);
               });
}

}  // namespace

void add_staff_routes(Router& router, Experiments& experiments, const std::string& cursor_secret) {
    router.add(
        route(Method::get, "", "list_experiments", "Experiments, newest first"),
        [&experiments, cursors = Cursors(cursor_secret)](
            const Call<Nothing, Nothing, CountedQuery>& call) -> Result<CountedPage<Experiment>> {
            return page(experiments, cursors, call.query);
        });
    router.add(route(Method::post, "", "create_experiment",
                     "Describes an experiment; it runs once it is started"),
               [&experiments](const Call<Nothing, NewExperiment>& call) {
                   return created(experiments.create(call.body), "/v1/admin/experiments");
               });
    router.add(route(Method::get, "/{experiment}", "get_experiment", "One experiment"),
               [&experiments](const Call<ExperimentPath>& call) -> Result<Experiment> {
                   return experiments.experiment(call.path.experiment);
               });
    router.add(route(Method::get, "/{experiment}/results", "get_experiment_results",
                     "Answers, clicks and purchases of each variant, with 95 % confidence"),
               [&experiments](const Call<ExperimentPath>& call) -> Result<Results> {
                   return experiments.results(call.path.experiment);
               });
    add_transition(router, experiments, "start", "Lets the experiment decide at its placement",
                   ExperimentStatus::running);
    add_transition(router, experiments, "stop", "Ends the experiment; its results stay",
                   ExperimentStatus::stopped);
}

}  // namespace kontor::recommendations
