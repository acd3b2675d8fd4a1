#pragma once

#include "platform/core/result.hpp"
#include "platform/db/pool.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kontor::platform {

// One file migrations/<schema>/NNNN_verb_noun.sql, forward only.
struct Migration {
    std::string schema;
    int number = 0;
    std::string name;
    std::string checksum;  // SHA-256 of the file, hex
    std::string sql;
};

struct MigrationReport {
    std::vector<std::string> applied;  // "catalog/0001_create_products"
    std::vector<std::string> pending;  // only from check_migrations
};

// The role that a schema's module runs in: kontor_<schema>.
std::string module_role(std::string_view schema);

// From the file's name and text. Throws std::runtime_error for a name that does not fit.
Migration make_migration(const std::string& schema, const std::filesystem::path& file,
                         const std::string& sql);

// Schemas in the order given, files in order of number; `platform` comes first.
// Throws std::runtime_error for a file whose name does not fit.
std::vector<Migration> load_migrations(const std::filesystem::path& directory,
                                       const std::vector<std::string>& schemas);

// Creates missing schemas and roles and runs what is pending, each file in a transaction of its
// own with its record, under an advisory lock so that two processes may start at once. Refuses
// (db.migration_changed) when an applied file has changed since, and (db.may_not_create_roles,
// with the exact statements a superuser has to run) when the login lacks the right.
Result<MigrationReport> migrate(Pool& pool, const std::vector<Migration>& migrations);

// What migrate() would do, without doing it.
Result<MigrationReport> check_migrations(Pool& pool, const std::vector<Migration>& migrations);

}  // namespace kontor::platform
