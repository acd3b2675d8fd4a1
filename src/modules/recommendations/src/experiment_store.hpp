#pragma once

#include "platform/db/database.hpp"
#include "recommendations/experiments.hpp"

#include <map>

namespace kontor::recommendations::store {

using platform::Reader;
using platform::Tx;

void insert(Tx& tx, const Experiment& experiment);
// Newest first.
std::vector<Experiment> experiments(Reader& reader, const std::optional<ExperimentId>& after,
                                    std::size_t limit);
std::optional<Experiment> experiment(Reader& reader, const ExperimentId& id);
std::optional<Experiment> experiment_for_update(Tx& tx, const ExperimentId& id);
std::vector<Experiment> running(Reader& reader);
void update(Tx& tx, const Experiment& experiment);

using VariantOfExperiment = std::pair<ExperimentId, std::string>;
void add_answers(Tx& tx, const std::map<VariantOfExperiment, std::int64_t>& answers);

struct KeptClick {
    ExperimentId experiment;
    std::string visitor;
    catalog::ProductId product;
    std::string variant;
    std::optional<auth::UserId> customer;
    std::optional<std::string> guest;
    platform::Time at;
};
// The last one counts, until it has led to a purchase.
void keep(Tx& tx, const KeptClick& click);

struct Counts {
    std::string variant;
    std::int64_t answers = 0;
    std::int64_t clicks = 0;
    std::int64_t purchases = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (variant, answers, clicks, purchases))

std::vector<Counts> counts(Reader& reader, const ExperimentId& experiment);

}  // namespace kontor::recommendations::store
