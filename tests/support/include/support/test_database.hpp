#pragma once

#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kontor::test {

// The root of the source tree: $KONTOR_SOURCE_DIR, or where this was compiled.
std::filesystem::path source_directory();

// The server the tests use: $KONTOR_TEST_DSN (in keyword=value form), or the one that tools/dev_db
// starts. The login must be a superuser.
const std::string& test_server();

// A migrated database of its own: made from a template, in some 50 ms, and dropped at the end.
// The template is made once per state of the migrations. Usually one per suite:
//     TestDatabase& database() { static TestDatabase made({"catalog"}); return made; }
class TestDatabase {
public:
    // With these schemas and platform; without any, with all that there are.
    explicit TestDatabase(const std::vector<std::string>& schemas = {});
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;

    const std::string& dsn() const { return dsn_; }
    platform::Pool& pool() { return *pool_; }
    // As the module of this schema sees it.
    platform::Database database(std::string_view schema);
    // As the login, which may do anything.
    platform::Database superuser() { return platform::Database(*pool_, ""); }

private:
    std::string name_;
    std::string dsn_;
    std::unique_ptr<platform::Pool> pool_;
};

// Without migrations.
class EmptyDatabase {
public:
    EmptyDatabase();
    ~EmptyDatabase();
    EmptyDatabase(const EmptyDatabase&) = delete;

    const std::string& name() const { return name_; }
    const std::string& dsn() const { return dsn_; }

private:
    std::string name_;
    std::string dsn_;
};

}  // namespace kontor::test
