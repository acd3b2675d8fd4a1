#include "experiment_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::recommendations::store {

namespace {

struct Row {
    ExperimentId id;
    std::string name;
    Placement placement = Placement::product;
    ExperimentStatus status = ExperimentStatus::draft;
    platform::JsonColumn<std::vector<Variant>> variants;
    platform::Time created_at;
    std::optional<platform::Time> started_at;
    std::optional<platform::Time> stopped_at;
};
BOOST_DESCRIBE_STRUCT(Row, (),
                      (id, name, placement, status, variants, created_at, started_at, stopped_at))

const std::string select_experiments =
    "select id, name, placement, status, variants, created_at, started_at, stopped_at"
    " from recommendations.experiment ";

Experiment to_experiment(Row row) {
    return {row.id,
            std::move(row.name),
            row.placement,
            row.status,
            std::move(row.variants.value),
            row.created_at,
            row.started_at,
            row.stopped_at};
}

std::vector<Experiment> to_experiments(std::vector<Row> rows) {
    std::vector<Experiment> experiments;
    for (auto& row : rows) experiments.push_back(to_experiment(std::move(row)));
    return experiments;
}

std::optional<Experiment> to_experiment(std::optional<Row> row) {
    if (!row) return std::nullopt;
    return to_experiment(*std::move(row));
}

}  // namespace

void insert(Tx& tx, const Experiment& experiment) {
    tx.defer(
        "insert into recommendations.experiment (id, name, placement, status, variants, created_at)"
        " values ($1::uuid, $2, $3, $4, $5::jsonb, $6::timestamptz)",
        experiment.id, experiment.name, experiment.placement, experiment.status,
        platform::JsonColumn<std::vector<Variant>>{experiment.variants}, experiment.created_at);
}

std::vector<Experiment> experiments(Reader& reader, const std::optional<ExperimentId>& after,
                                    std::size_t limit) {
    return to_experiments(reader.all<Row>(
        select_experiments +
            "where $1::uuid is null or id < $1::uuid order by id desc limit $2::bigint",
        after, limit));
}

std::optional<Experiment> experiment(Reader& reader, const ExperimentId& id) {
    return to_experiment(reader.one<Row>(select_experiments + "where id = $1::uuid", id));
}

std::optional<Experiment> experiment_for_update(Tx& tx, const ExperimentId& id) {
    return to_experiment(tx.one<Row>(select_experiments + "where id = $1::uuid for update", id));
}

std::vector<Experiment> running(Reader& reader) {
    return to_experiments(reader.all<Row>(select_experiments + "where status = 'running'"));
}

void update(Tx& tx, const Experiment& experiment) {
    tx.run(
        "update recommendations.experiment set status = $2, started_at = $3::timestamptz,"
        " stopped_at = $4::timestamptz where id = $1::uuid",
        experiment.id, experiment.status, experiment.started_at, experiment.stopped_at);
}

void add_answers(Tx& tx, const std::map<VariantOfExperiment, std::int64_t>& answers) {
    std::vector<ExperimentId> experiments;
    std::vector<std::string> variants;
    std::vector<std::int64_t> numbers;
    for (const auto& [variant, number] : answers) {
        experiments.push_back(variant.first);
        variants.push_back(variant.second);
        numbers.push_back(number);
    }
    tx.defer(
        "insert into recommendations.exposure (experiment, variant, answers)"
        " select * from unnest($1::uuid[], $2::text[], $3::bigint[])"
        " on conflict (experiment, variant)"
        " do update set answers = exposure.answers + excluded.answers",
        experiments, variants, numbers);
}

void keep(Tx& tx, const KeptClick& click) {
    tx.defer(
        "insert into recommendations.click (experiment, visitor, product, variant, customer, at)"
        " values ($1::uuid, $2, $3::uuid, $4, $5::uuid, $6::timestamptz)"
        " on conflict (experiment, visitor, product) do update set at = excluded.at"
        " where click.order_id is null",
        click.experiment, click.visitor, click.product, click.variant, click.customer, click.at);
}

std::vector<Counts> counts(Reader& reader, const ExperimentId& experiment) {
    return reader.all<Counts>(
        "select variant, coalesce(max(answers), 0)::bigint answers,"
        "  coalesce(max(clicks), 0)::bigint clicks, coalesce(max(purchases), 0)::bigint purchases"
        " from (select variant, answers, null::bigint clicks, null::bigint purchases"
        "  from recommendations.exposure where experiment = $1::uuid"
        "  union all select variant, null, count(*), count(order_id)"
        "  from recommendations.click where experiment = $1::uuid group by variant) part"
        " group by variant",
        experiment);
}

}  // namespace kontor::recommendations::store
