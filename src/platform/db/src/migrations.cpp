#include "platform/db/migrations.hpp"

#include "roles.hpp"
#include "session.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace kontor::platform {

namespace {

using Key = std::pair<std::string, int>;

struct AppliedMigration {
    std::string schema;
    int number = 0;
    std::string checksum;
};
BOOST_DESCRIBE_STRUCT(AppliedMigration, (), (schema, number, checksum))

std::string label(const Migration& migration) {
    return migration.schema + "/" + migration.name;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw std::runtime_error("cannot read the migration " + path.string());
    return std::move(text).str();
}

std::vector<Migration> load_schema(const std::filesystem::path& directory,
                                   const std::string& schema) {
    static const std::regex form("[a-z][a-z0-9_]*");
    if (!std::regex_match(schema, form))
        throw std::runtime_error("'" + schema + "' cannot be the name of a schema");
    std::vector<Migration> found;
    if (!std::filesystem::exists(directory / schema)) return found;
    for (const auto& entry : std::filesystem::directory_iterator(directory / schema))
        if (!entry.path().filename().string().starts_with("."))
            found.push_back(make_migration(schema, entry.path(), read_file(entry.path())));
    std::ranges::sort(found, {}, &Migration::number);
    const auto twice = std::ranges::adjacent_find(found, {}, &Migration::number);
    if (twice != found.end())
        throw std::runtime_error("two migrations have the same number: " + label(*twice) + " and " +
                                 label(*std::next(twice)));
    return found;
}

std::vector<std::string> schemas_of(const std::vector<Migration>& migrations) {
    std::vector<std::string> schemas{"platform"};
    for (const auto& migration : migrations)
        if (std::ranges::find(schemas, migration.schema) == schemas.end())
            schemas.push_back(migration.schema);
    return schemas;
}

std::map<Key, std::string> applied_checksums(Reader& reader) {
    std::map<Key, std::string> checksums;
    if (!*reader.one<bool>("select to_regclass('platform.migration') is not null"))
        return checksums;
    for (auto& row :
         reader.all<AppliedMigration>("select schema, number, checksum from platform.migration"))
        checksums[{row.schema, row.number}] = std::move(row.checksum);
    return checksums;
}

Error unknown_migration(const Key& key) {
    return {ErrorKind::conflict, "db.migration_unknown",
            "the database has migration number " + std::to_string(key.second) + " of schema " +
                key.first +
                ", which this program does not know: the database belongs to a newer "
                "version; start that one"};
}

Error changed_migration(const Migration& migration) {
    return {ErrorKind::conflict, "db.migration_changed",
            "migrations/" + label(migration) +
                ".sql was changed after it had been applied to this database: restore the file as "
                "it was, and put the change into a new migration"};
}

// Nothing, or why these migrations and this database do not belong together. A schema that is not
// among them may be kept by another database or another version.
std::optional<Error> mismatch(const std::vector<Migration>& migrations,
                              const std::map<Key, std::string>& applied) {
    std::map<Key, const Migration*> known;
    for (const auto& migration : migrations)
        known[{migration.schema, migration.number}] = &migration;
    const auto schemas = schemas_of(migrations);
    for (const auto& [key, checksum] : applied) {
        const auto found = known.find(key);
        if (found != known.end()) {
            if (found->second->checksum != checksum) return changed_migration(*found->second);
        } else if (std::ranges::find(schemas, key.first) != schemas.end()) {
            return unknown_migration(key);
        }
    }
    return std::nullopt;
}

// Held to the end of the transaction, by one process at a time.
void take_turn(Tx& tx) {
    tx.defer("set local statement_timeout = 0");
    tx.defer("set local idle_in_transaction_session_timeout = 0");
    tx.run("select pg_advisory_xact_lock(hashtextextended('kontor.migrate', 0))");
}

void create_record(Tx& tx) {
    tx.defer(
        "create table if not exists platform.migration ("
        " schema text not null, number int not null, name text not null, checksum text not null,"
        " applied_at timestamptz not null default now(), primary key (schema, number))");
}

// Whether it was still to be applied.
bool apply(Database& database, const Migration& migration) {
    return database.transact([&](Tx& tx) {
        take_turn(tx);
        if (tx.one<bool>("select true from platform.migration where schema = $1 and number = $2",
                         migration.schema, migration.number))
            return false;
        db::run_script(tx, migration.sql, "migrations/" + label(migration) + ".sql");
        tx.defer(
            "insert into platform.migration (schema, number, name, checksum)"
            " values ($1, $2, $3, $4)",
            migration.schema, migration.number, migration.name, migration.checksum);
        return true;
    });
}

}  // namespace

std::string module_role(std::string_view schema) {
    return "kontor_" + std::string(schema);
}

Migration make_migration(const std::string& schema, const std::filesystem::path& file,
                         const std::string& sql) {
    static const std::regex form("([0-9]{4})_[a-z0-9]+(_[a-z0-9]+)*\\.sql");
    const auto name = file.filename().string();
    std::smatch parts;
    if (!std::regex_match(name, parts, form))
        throw std::runtime_error("the migration " + file.string() +
                                 " should be named like 0001_create_products.sql");
    return {schema, std::stoi(parts[1]), file.stem().string(), sha256_hex(sql), sql};
}

std::vector<Migration> load_migrations(const std::filesystem::path& directory,
                                       const std::vector<std::string>& schemas) {
    if (!std::filesystem::is_directory(directory))
        throw std::runtime_error("there are no migrations in " + directory.string());
    auto migrations = load_schema(directory, "platform");
    for (const auto& schema : schemas) {
        if (schema == "platform") continue;
        auto found = load_schema(directory, schema);
        std::ranges::move(found, std::back_inserter(migrations));
    }
    return migrations;
}

Result<MigrationReport> migrate(Pool& pool, const std::vector<Migration>& migrations) {
    Database database(pool, "");
    const auto schemas = schemas_of(migrations);
    auto refusal = database.transact([&](Tx& tx) -> std::optional<Error> {
        take_turn(tx);
        if (auto error = db::missing_rights(tx, schemas)) return error;
        if (auto error = mismatch(migrations, applied_checksums(tx))) return error;
        for (const auto& schema : schemas) db::create_schema(tx, schema);
        create_record(tx);
        return std::nullopt;
    });
    if (refusal) return *std::move(refusal);

    MigrationReport report;
    for (const auto& migration : migrations)
        if (apply(database, migration)) report.applied.push_back(label(migration));
    return report;
}

Result<MigrationReport> check_migrations(Pool& pool, const std::vector<Migration>& migrations) {
    Database database(pool, "");
    const auto applied = database.read([](Reader& reader) { return applied_checksums(reader); });
    if (auto error = mismatch(migrations, applied)) return *std::move(error);

    MigrationReport report;
    for (const auto& migration : migrations)
        if (!applied.contains({migration.schema, migration.number}))
            report.pending.push_back(label(migration));
    return report;
}

}  // namespace kontor::platform
