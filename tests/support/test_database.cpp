#include "support/test_database.hpp"

#include "platform/db/migrations.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <stdexcept>

namespace kontor::test {

using platform::Database;
using platform::Pool;
using platform::PoolOptions;
using platform::Reader;

namespace {

std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), nullptr);
    std::string output;
    std::array<char, 256> buffer;
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get())) output += buffer.data();
    if (!pipe || pclose(pipe.release()) != 0) throw std::runtime_error(command + " failed");
    while (output.ends_with('\n')) output.pop_back();
    return output;
}

std::string start_server() {
    const char* given = std::getenv("KONTOR_TEST_DSN");
    if (!given || !*given)
        return output_of("'" + (source_directory() / "tools/dev_db").string() + "' start");
    if (std::string_view(given).find("://") != std::string_view::npos)
        throw std::runtime_error("KONTOR_TEST_DSN must have the form host=... user=...");
    return given;
}

std::string dsn_of(const std::string& database) {
    return test_server() + " dbname=" + database;
}

// One connection to the maintenance database.
class Maintenance {
public:
    // In place of one that a process of the same number left behind when it crashed.
    void create(const std::string& name, const std::string& from = "template1") {
        execute("drop database if exists " + name + " with (force)");
        execute("create database " + name + " template " + from);
    }
    void execute(const std::string& sql) {
        database_.read([&](Reader& reader) { reader.execute(sql, {}); });
    }
    bool has_database(const std::string& name) {
        return database_.read([&](Reader& reader) {
            return reader.one<bool>("select true from pg_database where datname = $1", name)
                .has_value();
        });
    }

private:
    Pool pool_{{.dsn = dsn_of("postgres"), .size = 1}};
    Database database_{pool_, ""};
};

std::string fresh_name() {
    static std::atomic<int> counter{0};
    return "kontor_test_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

void drop_database(const std::string& name) {
    try {
        Maintenance().execute("drop database if exists " + name + " with (force)");
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s was not dropped: %s\n", name.c_str(), failure.what());
    }
}

std::vector<std::string> all_schemas(const std::filesystem::path& migrations) {
    std::set<std::string> schemas;
    for (const auto& entry : std::filesystem::directory_iterator(migrations))
        if (entry.is_directory()) schemas.insert(entry.path().filename().string());
    return {schemas.begin(), schemas.end()};
}

std::string template_name(const std::vector<platform::Migration>& migrations) {
    std::string state;
    for (const auto& migration : migrations)
        state += migration.schema + migration.name + migration.checksum;
    return "kontor_template_" + std::to_string(std::hash<std::string>{}(state));
}

void create_template(Maintenance& maintenance, const std::string& name,
                     const std::vector<platform::Migration>& migrations) {
    const auto unfinished = name + "_unfinished";
    maintenance.create(unfinished);
    {
        Pool pool({.dsn = dsn_of(unfinished), .size = 1});
        platform::migrate(pool, migrations).value();
    }
    maintenance.execute("alter database " + unfinished + " rename to " + name);
}

}  // namespace

std::filesystem::path source_directory() {
    const char* given = std::getenv("KONTOR_SOURCE_DIR");
    return given && *given ? given : KONTOR_SOURCE_DIR;
}

const std::string& test_server() {
    static const std::string dsn = start_server();
    return dsn;
}

TestDatabase::TestDatabase(const std::vector<std::string>& schemas) : name_(fresh_name()) {
    const auto directory = source_directory() / "migrations";
    const auto migrations =
        platform::load_migrations(directory, schemas.empty() ? all_schemas(directory) : schemas);
    const auto source = template_name(migrations);
    Maintenance maintenance;
    // Let go when the connection closes.
    maintenance.execute("select pg_advisory_lock(1801675374)");
    if (!maintenance.has_database(source)) create_template(maintenance, source, migrations);
    maintenance.create(name_, source);
    dsn_ = dsn_of(name_);
    pool_ = std::make_unique<Pool>(PoolOptions{.dsn = dsn_});
}

TestDatabase::~TestDatabase() {
    pool_.reset();
    drop_database(name_);
}

Database TestDatabase::database(std::string_view schema) {
    return Database(*pool_, platform::module_role(schema));
}

EmptyDatabase::EmptyDatabase() : name_(fresh_name()), dsn_(dsn_of(name_)) {
    Maintenance().create(name_);
}

EmptyDatabase::~EmptyDatabase() {
    drop_database(name_);
}

}  // namespace kontor::test
