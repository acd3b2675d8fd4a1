// A database with two modules, north and south, each with a table of jars.
#pragma once

#include "platform/db/database.hpp"
#include "platform/db/migrations.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

inline std::vector<platform::Migration> two_schemas() {
    const auto create_jars = [](const std::string& schema) {
        return platform::Migration{
            schema, 1, "0001_create_jar", "1",
            "create table " + schema +
                ".jar (id int primary key, label text not null, filled int not null default 0,"
                " constraint not_overfilled check (filled <= 100),"
                " constraint labels_differ unique (label) deferrable initially deferred)"};
    };
    return {create_jars("north"), create_jars("south")};
}

struct TwoSchemas {
    explicit TwoSchemas(platform::PoolOptions options = {}) : pool(on_this(std::move(options))) {
        platform::migrate(pool, two_schemas()).value();
    }

    platform::PoolOptions on_this(platform::PoolOptions options) {
        options.dsn = empty.dsn();
        return options;
    }
    // What work costs.
    template <class Work>
    std::uint64_t round_trips(Work&& work) {
        const auto before = pool.statistics().round_trips;
        work();
        return pool.statistics().round_trips - before;
    }
    std::int64_t jars(platform::Database& database, std::string_view schema) {
        return *database.read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>("select count(*) from " + std::string(schema) + ".jar");
        });
    }
    std::int64_t north_jars() { return jars(north, "north"); }
    std::int64_t south_jars() { return jars(south, "south"); }
    // Behind the pool's back, as a restart would.
    void end_all_connections() {
        platform::Pool other(on_this({}));
        platform::Database(other, "").read([](platform::Reader& reader) {
            reader.execute(
                "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()",
                {});
        });
    }

    EmptyDatabase empty;
    platform::Pool pool;
    platform::Database north{pool, "kontor_north"};
    platform::Database south{pool, "kontor_south"};
};

inline constexpr std::string_view insert_north =
    "insert into north.jar (id, label) values ($1, $2)";
inline constexpr std::string_view insert_south =
    "insert into south.jar (id, label) values ($1, $2)";

// The SQLSTATE that work is refused with, "" when it is not.
template <class Work>
std::string sqlstate_of(Work&& work) {
    try {
        work();
    } catch (const platform::StatementError& refusal) {
        return refusal.sqlstate();
    }
    return "";
}

}  // namespace kontor::test
