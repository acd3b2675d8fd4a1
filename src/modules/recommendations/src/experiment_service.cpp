#include "experiment_service.hpp"

#include "assignment.hpp"
#include "platform/core/transition.hpp"
#include "platform/security/random.hpp"
#include "platform/security/seal.hpp"
#include "platform/telemetry/log.hpp"
#include "refusals.hpp"
#include "store.hpp"

#include <algorithm>
#include <set>

namespace kontor::recommendations {

using namespace platform;

namespace {

constexpr auto freshness = std::chrono::seconds(5);

Error no_such_experiment() {
    return {ErrorKind::not_found, "recommendations.no_such_experiment",
            "There is no such experiment."};
}

Error bad_variants(const std::string& place, const std::string& code, const std::string& detail) {
    return {ErrorKind::invalid,
            "recommendations.bad_variants",
            "The experiment's variants do not make a comparison.",
            {{"/variants" + place, code, detail}}};
}

Result<> check(const std::vector<Variant>& variants) {
    if (variants.size() < 2 || variants.size() > 10)
        return bad_variants("", "length", "must be 2 to 10 variants");
    std::set<std::string> names;
    for (std::size_t index = 0; index < variants.size(); ++index)
        if (!names.insert(variants[index].name).second)
            return bad_variants("/" + std::to_string(index) + "/name", "duplicate",
                                "must differ from the names of the other variants");
    return {};
}

std::vector<ExperimentStatus> allowed_after(ExperimentStatus status) {
    switch (status) {
        case ExperimentStatus::draft:
            return {ExperimentStatus::running};
        case ExperimentStatus::running:
            return {ExperimentStatus::stopped};
        case ExperimentStatus::stopped:
            break;
    }
    return {};
}

bool is_placement_taken(const platform::StatementError& error) {
    return error.unique_violation() && error.constraint() == "experiment_running";
}

}  // namespace

ExperimentService::ExperimentService(platform::Database& database, const platform::Clock& clock,
                                     std::string secret)
    : database_(database),
      clock_(clock),
      key_(platform::derive_key(secret, "recommendations.experiments")) {}

ExperimentService::~ExperimentService() {
    try {
        flush();
    } catch (const std::exception& problem) {
        platform::log::warning("answers of experiments are lost",
                               {{"problem", std::string(problem.what())}});
    }
}

Result<Experiment> ExperimentService::create(const NewExperiment& wanted) {
    if (auto checked = check(wanted.variants); !checked) return checked.error();
    const Experiment experiment{
        ExperimentId::make(), wanted.name,  wanted.placement, ExperimentStatus::draft,
        wanted.variants,      clock_.now(), std::nullopt,     std::nullopt};
    database_.transact([&](Tx& tx) { store::insert(tx, experiment); });
    return experiment;
}

std::vector<Experiment> ExperimentService::list(const std::optional<ExperimentId>& after,
                                                std::size_t limit) {
    return database_.read([&](Reader& reader) { return store::experiments(reader, after, limit); });
}

Result<Experiment> ExperimentService::experiment(const ExperimentId& id) {
    auto found = database_.read([&](Reader& reader) { return store::experiment(reader, id); });
    if (!found) return no_such_experiment();
    return *std::move(found);
}

Result<Experiment> ExperimentService::move(const ExperimentId& id, ExperimentStatus to) {
    try {
        auto moved = database_.transact([&](Tx& tx) -> Result<Experiment> {
            auto experiment = store::experiment_for_update(tx, id);
            if (!experiment) return no_such_experiment();
            if (auto checked = platform::check_transition("An experiment", experiment->status, to,
                                                          allowed_after(experiment->status));
                !checked)
                return checked.error();
            experiment->status = to;
            (to == ExperimentStatus::running ? experiment->started_at : experiment->stopped_at) =
                clock_.now();
            store::update(tx, *experiment);
            return *experiment;
        });
        const std::lock_guard lock(mutex_);
        read_at_ = {};
        return moved;
    } catch (const platform::StatementError& error) {
        if (!is_placement_taken(error)) throw;
        return Error{ErrorKind::conflict, "recommendations.placement_taken",
                     "Another experiment is running at this placement. Stop it first."};
    }
}

Result<Results> ExperimentService::results(const ExperimentId& id) {
    flush();
    const auto found = experiment(id);
    if (!found) return found.error();
    const auto counted = database_.read([&](Reader& reader) { return store::counts(reader, id); });
    Results results{id, {}};
    for (const auto& variant : found->variants) {
        VariantResult result{variant.name, variant.strategy, 0, 0, 0, {}, {}};
        const auto counts =
            std::ranges::find(counted, variant.name.value(), &store::Counts::variant);
        if (counts != counted.end()) {
            result.answers = counts->answers;
            result.clicks = counts->clicks;
            result.purchases = counts->purchases;
        }
        result.click_share = share_of(result.clicks, result.answers);
        result.purchase_share = share_of(result.purchases, result.answers);
        results.variants.push_back(std::move(result));
    }
    return results;
}

std::optional<Experiment> ExperimentService::running_at(Placement placement) {
    const auto now = clock_.now();
    const auto pick = [&]() -> std::optional<Experiment> {
        const auto found = std::ranges::find(running_, placement, &Experiment::placement);
        if (found == running_.end()) return std::nullopt;
        return *found;
    };
    {
        const std::lock_guard lock(mutex_);
        if (read_at_ != platform::Time{} && now - read_at_ < freshness) return pick();
    }
    auto running = database_.read([](Reader& reader) { return store::running(reader); });
    const std::lock_guard lock(mutex_);
    running_ = std::move(running);
    read_at_ = now;
    return pick();
}

std::optional<Assignment> ExperimentService::assign(Placement placement, const Visitor& visitor) {
    const auto name = name_of(visitor);
    if (name.empty()) return std::nullopt;
    const auto experiment = running_at(placement);
    if (!experiment) return std::nullopt;
    const auto& variant = variant_of(key_, experiment->id, name, experiment->variants);
    return Assignment{experiment->id, variant.name, variant.strategy};
}

void ExperimentService::count_answer(const Assignment& assignment) {
    bool is_due = false;
    {
        const std::lock_guard lock(mutex_);
        ++answers_[{assignment.experiment, assignment.variant}];
        is_due = clock_.now() - written_at_ >= freshness;
    }
    if (is_due) flush();
}

void ExperimentService::flush() {
    std::map<store::VariantOfExperiment, std::int64_t> answers;
    {
        const std::lock_guard lock(mutex_);
        answers.swap(answers_);
        written_at_ = clock_.now();
    }
    if (!answers.empty()) database_.transact([&](Tx& tx) { store::add_answers(tx, answers); });
}

Result<> ExperimentService::click(const Click& click, const Visitor& visitor) {
    const auto name = name_of(visitor);
    if (name.empty())
        return Error{ErrorKind::invalid,
                     "recommendations.no_visitor",
                     "Nothing tells whose click this is.",
                     {{"/visitor", "required",
                       "must be the id that the list was asked for with; or sign in, or send the "
                       "Guest-Token"}}};
    const auto found = experiment(click.experiment);
    if (!found) return found.error();
    if (found->status != ExperimentStatus::running)
        return Error{ErrorKind::conflict, "recommendations.not_running",
                     "The experiment is not running; its clicks are no longer counted."};
    const auto& variant = variant_of(key_, found->id, name, found->variants);
    const auto guest = visitor.guest.empty() ? std::nullopt : std::optional(visitor.guest);
    return database_.transact(
        [&](Tx& tx) -> Result<> {
            if (!store::is_listed(tx, click.product)) return no_such_product();
            store::keep(tx, {found->id, platform::sha256_hex(key_ + name), click.product,
                             variant.name, visitor.customer, guest, clock_.now()});
            return {};
        },
        platform::Commit::soon);
}

}  // namespace kontor::recommendations
