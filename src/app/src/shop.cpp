#include "app/shop.hpp"

#include "app/keys.hpp"
#include "app/schema.hpp"
#include "platform/telemetry/log.hpp"

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::PrivateCluster;
using platform::Result;

namespace {

std::unique_ptr<PrivateCluster> private_cluster(const std::filesystem::path& directory,
                                                ShopDatabase::Use use) {
    const auto when_taken = use == ShopDatabase::Use::own ? PrivateCluster::WhenTaken::refuse
                                                          : PrivateCluster::WhenTaken::share;
    if (use == ShopDatabase::Use::visit && !std::filesystem::exists(directory))
        throw platform::DatabaseUnavailable(
            "there is no shop in " + directory.parent_path().string() +
            ": open one with kontor up, name its directory with --data, or its database in the "
            "configuration (database.dsn)");
    try {
        return std::make_unique<PrivateCluster>(directory, when_taken);
    } catch (const std::runtime_error& failure) {
        throw platform::DatabaseUnavailable(failure.what());
    }
}

}  // namespace

ShopDatabase::ShopDatabase(const Configuration& configuration,
                           const std::filesystem::path& data_directory, Use use)
    : key_file_(data_directory / "sealing.keys"), dsn_(configuration.database.dsn) {
    if (!dsn_.empty()) return;
    cluster_ = private_cluster(data_directory / "postgresql", use);
    dsn_ = cluster_->dsn();
}

void ShopDatabase::keep_alive() {
    try {
        if (cluster_ && cluster_->revive())
            platform::log::warning("the private PostgreSQL had ended and was started again", {});
    } catch (const std::runtime_error& failure) {
        platform::log::error("the private PostgreSQL does not start", {{"reason", failure.what()}});
    }
}

Configuration ShopDatabase::apply_to(Configuration configuration) const {
    configuration.database.dsn = dsn_;
    auto& sealing = configuration.sealing;
    if (cluster_ && sealing.keys.empty() && sealing.key_file.empty()) {
        sealing.key_file = key_file_.string();
        (void)platform::read_or_make_key_file(key_file_);
    }
    return configuration;
}

Backroom::Backroom(const Configuration& configuration)
    : pool_({.dsn = configuration.database.dsn, .size = 4, .plans = platform::Plans::made_anew}),
      databases_(std::make_unique<Databases>(pool_)),
      sealer_(make_sealer(configuration.sealing)) {}

Result<std::unique_ptr<Backroom>> Backroom::open(const Configuration& configuration,
                                                 const std::filesystem::path& data_directory) {
    platform::Pool pool({.dsn = configuration.database.dsn, .size = 1});
    const auto report = platform::check_migrations(pool, embedded_migrations());
    if (!report) return report.error();
    if (!report->pending.empty())
        return Error{ErrorKind::conflict, "db.migrations_pending",
                     "the database lacks " + std::to_string(report->pending.size()) +
                         " migrations: run kontor migrate"};
    std::unique_ptr<Backroom> backroom(new Backroom(configuration));
    auto kept = keep_sealing_keys(backroom->databases_->platform, backroom->sealer_);
    if (!kept) return kept.error();
    backroom->modules_ =
        std::make_unique<Modules>(*backroom->databases_, backroom->events_, backroom->clock_,
                                  configuration, backroom->sealer_, data_directory);
    return backroom;
}

}  // namespace kontor::app
