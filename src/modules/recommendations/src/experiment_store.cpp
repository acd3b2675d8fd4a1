#include "experiment_store.hpp"

#include "platform/db/column_of.hpp"
#include "platform/db/json_column.hpp"
#include "platform/db/row_count.hpp"

template <>
struct kontor::platform::db::Codec<std::vector<kontor::recommendations::Variant>>
    : JsonCodec<std::vector<kontor::recommendations::Variant>> {};

namespace kontor::recommendations::store {

using platform::ColumnOf;

namespace {

const std::string select_experiments =
    "select id, name, placement, status, variants, created_at, started_at, stopped_at"
    " from recommendations.experiment ";

}  // namespace

void insert(Tx& tx, const Experiment& experiment) {
    tx.defer(
        "insert into recommendations.experiment (id, name, placement, status, variants, created_at)"
        " values ($1::uuid, $2, $3, $4, $5::jsonb, $6::timestamptz)",
        experiment.id, experiment.name, experiment.placement, experiment.status,
        experiment.variants, experiment.created_at);
}

std::vector<Experiment> experiments(Reader& reader, const std::optional<ExperimentId>& after,
                                    std::size_t limit) {
    return platform::listed<Experiment>(
        reader,
        select_experiments +
            "where $1::uuid is null or id < $1::uuid order by id desc limit $2::bigint",
        after, limit);
}

std::optional<Experiment> experiment(Reader& reader, const ExperimentId& id) {
    return reader.one<Experiment>(select_experiments + "where id = $1::uuid", id);
}

std::optional<Experiment> experiment_for_update(Tx& tx, const ExperimentId& id) {
    return tx.one<Experiment>(select_experiments + "where id = $1::uuid for update", id);
}

std::vector<Experiment> running(Reader& reader) {
    return reader.all<Experiment>(select_experiments + "where status = 'running'");
}

void update(Tx& tx, const Experiment& experiment) {
    tx.run(
        "update recommendations.experiment set status = $2, started_at = $3::timestamptz,"
        " stopped_at = $4::timestamptz where id = $1::uuid",
        experiment.id, experiment.status, experiment.started_at, experiment.stopped_at);
}

void add_answers(Tx& tx, const std::map<VariantOfExperiment, std::int64_t>& answers) {
    using Answers = std::pair<const VariantOfExperiment, std::int64_t>;
    tx.defer(
        "insert into recommendations.exposure (experiment, variant, answers)"
        " select * from unnest($1::uuid[], $2::text[], $3::bigint[])"
        " on conflict (experiment, variant)"
        " do update set answers = exposure.answers + excluded.answers",
        ColumnOf(answers, &Answers::first, &VariantOfExperiment::first),
        ColumnOf(answers, &Answers::first, &VariantOfExperiment::second),
        ColumnOf(answers, &Answers::second));
}

void keep(Tx& tx, const KeptClick& click) {
    tx.defer(
        "insert into recommendations.click"
        " (experiment, visitor, product, variant, customer, guest, at)"
        " values ($1::uuid, $2, $3::uuid, $4, $5::uuid, $6, $7::timestamptz)"
        " on conflict (experiment, visitor, product) do update set at = excluded.at,"
        "  guest = coalesce(excluded.guest, click.guest)"
        " where click.order_id is null",
        click.experiment, click.visitor, click.product, click.variant, click.customer, click.guest,
        click.at);
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
