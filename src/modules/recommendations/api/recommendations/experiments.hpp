#pragma once

#include "catalog/ids.hpp"
#include "platform/core/constrained.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "recommendations/ids.hpp"
#include "recommendations/recommendations.hpp"
#include "recommendations/strategy.hpp"

namespace kontor::recommendations {

// Where a list stands: on a product's page, beside a basket, or where a visitor comes in.
enum class Placement { product, basket, home };
BOOST_DESCRIBE_ENUM(Placement, product, basket, home)

enum class ExperimentStatus { draft, running, stopped };
BOOST_DESCRIBE_ENUM(ExperimentStatus, draft, running, stopped)

struct Variant {
    platform::Text<1, 60> name;
    platform::Whole<1, 1000> weight;  // its share of the visitors, against those of the others
    Strategy strategy = Strategy::mixed;
};
BOOST_DESCRIBE_STRUCT(Variant, (), (name, weight, strategy))

struct NewExperiment {
    platform::Text<1, 200> name;
    Placement placement = Placement::product;
    std::vector<Variant> variants;
};
BOOST_DESCRIBE_STRUCT(NewExperiment, (), (name, placement, variants))

struct Experiment {
    ExperimentId id;
    std::string name;
    Placement placement = Placement::product;
    ExperimentStatus status = ExperimentStatus::draft;
    std::vector<Variant> variants;
    platform::Time created_at;
    std::optional<platform::Time> started_at;
    std::optional<platform::Time> stopped_at;
};
BOOST_DESCRIBE_STRUCT(Experiment, (),
                      (id, name, placement, status, variants, created_at, started_at, stopped_at))

// A share and where it lies with 95 % confidence (Wilson).
struct Share {
    double share = 0;
    double low = 0;
    double high = 0;
};
BOOST_DESCRIBE_STRUCT(Share, (), (share, low, high))

struct VariantResult {
    std::string name;
    Strategy strategy = Strategy::mixed;
    std::int64_t answers = 0;    // lists given
    std::int64_t clicks = 0;     // products chosen from them, each once for a visitor
    std::int64_t purchases = 0;  // of these, bought by the customer or guest within a day
    Share click_share;           // of the answers
    Share purchase_share;        // likewise
};
BOOST_DESCRIBE_STRUCT(VariantResult, (),
                      (name, strategy, answers, clicks, purchases, click_share, purchase_share))

struct Results {
    ExperimentId experiment;
    std::vector<VariantResult> variants;
};
BOOST_DESCRIBE_STRUCT(Results, (), (experiment, variants))

struct Assignment {
    ExperimentId experiment;
    std::string variant;
    Strategy strategy = Strategy::mixed;
};
BOOST_DESCRIBE_STRUCT(Assignment, (), (experiment, variant, strategy))

struct Click {
    ExperimentId experiment;
    catalog::ProductId product;
};
BOOST_DESCRIBE_STRUCT(Click, (), (experiment, product))

// Which of several ways to recommend serves better. A visitor is always in the same variant, which
// follows from the experiment and from who the visitor is: nothing is kept of those who only look.
// Thread-safe. A start or stop in another process is noticed within seconds.
class Experiments {
public:
    virtual ~Experiments() = default;

    // Refuses recommendations.bad_variants (invalid): fewer than two, more than ten, a name twice.
    virtual platform::Result<Experiment> create(const NewExperiment& experiment) = 0;
    // Newest first.
    virtual std::vector<Experiment> list(const std::optional<ExperimentId>& after,
                                         std::size_t limit) = 0;
    // Refuses recommendations.no_such_experiment.
    virtual platform::Result<Experiment> experiment(const ExperimentId& id) = 0;
    // From draft to running, from running to stopped. Refuses recommendations.no_such_experiment,
    // invalid_transition (conflict), recommendations.placement_taken (conflict): another one is
    // running there.
    virtual platform::Result<Experiment> move(const ExperimentId& id, ExperimentStatus to) = 0;
    // Refuses recommendations.no_such_experiment.
    virtual platform::Result<Results> results(const ExperimentId& id) = 0;

    // The visitor's variant of the experiment running there. Nothing without one, and for a visitor
    // of whom nothing is known.
    virtual std::optional<Assignment> assign(Placement placement, const Visitor& visitor) = 0;
    // A list of that variant was given. Counted in memory and written every few seconds: a crash
    // loses the last few.
    virtual void count_answer(const Assignment& assignment) = 0;
    // Refuses recommendations.no_such_experiment and recommendations.no_such_product (not_found),
    // recommendations.not_running (conflict), recommendations.no_visitor (invalid).
    virtual platform::Result<> click(const Click& click, const Visitor& visitor) = 0;
    // Writes the answers counted so far.
    virtual void flush() = 0;
};

}  // namespace kontor::recommendations
