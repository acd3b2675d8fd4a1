#pragma once

#include "experiment_store.hpp"
#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "recommendations/experiments.hpp"

#include <mutex>

namespace kontor::recommendations {

class ExperimentService final : public Experiments {
public:
    ExperimentService(platform::Database& database, const platform::Clock& clock,
                      std::string secret);
    ~ExperimentService() override;

    platform::Result<Experiment> create(const NewExperiment& experiment) override;
    std::vector<Experiment> list(const std::optional<ExperimentId>& after,
                                 std::size_t limit) override;
    platform::Result<Experiment> experiment(const ExperimentId& id) override;
    platform::Result<Experiment> move(const ExperimentId& id, ExperimentStatus to) override;
    platform::Result<Results> results(const ExperimentId& id) override;
    std::optional<Assignment> assign(Placement placement, const Visitor& visitor) override;
    void count_answer(const Assignment& assignment) override;
    platform::Result<> click(const Click& click, const Visitor& visitor) override;
    void flush() override;

private:
    std::optional<Experiment> running_at(Placement placement);

    platform::Database& database_;
    const platform::Clock& clock_;
    std::string key_;
    std::mutex mutex_;
    std::vector<Experiment> running_;
    platform::Time read_at_{};
    std::map<store::VariantOfExperiment, std::int64_t> answers_;
    platform::Time written_at_{};
};

}  // namespace kontor::recommendations
