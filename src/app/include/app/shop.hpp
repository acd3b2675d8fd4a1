#pragma once

#include "app/configuration.hpp"
#include "app/wiring.hpp"
#include "platform/db/private_cluster.hpp"

#include <filesystem>
#include <memory>

namespace kontor::app {

// The database that a configuration means: the one of its DSN, or the private PostgreSQL under
// the data directory, started where it is not running and stopped with this.
class ShopDatabase {
public:
    // A visit is a command beside a shop that may be open: it uses the private PostgreSQL of the
    // process that has it and leaves it running.
    enum class Use { own, visit, visit_or_create };

    // Throws platform::DatabaseUnavailable.
    ShopDatabase(const Configuration& configuration, const std::filesystem::path& data_directory,
                 Use use = Use::visit);

    const std::string& dsn() const { return dsn_; }
    // Starts the private PostgreSQL again where it has died. To be called every second or so.
    void keep_alive();
    // The configuration with this database in it, and where it names no key to seal with and the
    // PostgreSQL is a private one, the key file beside that, which is made where there is none.
    Configuration apply_to(Configuration configuration) const;

private:
    std::unique_ptr<platform::PrivateCluster> cluster_;
    std::filesystem::path key_file_;
    std::string dsn_;
};

// The modules without HTTP, dispatcher and jobs: what a command needs. Refuses a database whose
// migrations are not the program's.
class Backroom {
public:
    static platform::Result<std::unique_ptr<Backroom>> open(
        const Configuration& configuration, const std::filesystem::path& data_directory);

    Modules& modules() { return *modules_; }
    platform::EventLog& events() { return events_; }
    Databases& databases() { return *databases_; }
    const platform::Sealer& sealer() const { return sealer_; }

private:
    explicit Backroom(const Configuration& configuration);

    platform::SystemClock clock_;
    platform::Pool pool_;
    platform::EventLog events_;
    std::unique_ptr<Databases> databases_;
    platform::Sealer sealer_;
    std::unique_ptr<Modules> modules_;
};

}  // namespace kontor::app
