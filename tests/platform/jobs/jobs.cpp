#include "platform/jobs/jobs.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <future>

namespace kontor::platform {

namespace {

constexpr std::chrono::hours never{24};

void tell(test::TestDatabase& database, std::string_view sql) {
    database.superuser().transact([&](Tx& tx) { tx.run(sql); });
}

}  // namespace

TEST_CASE("every job runs, also after one that throws") {
    test::TestDatabase database({"platform"});
    Jobs jobs(database.pool());
    int runs = 0;
    jobs.every(never, "probe.broken", [] { throw std::runtime_error("broken"); });
    jobs.every(never, "probe.count", [&] { ++runs; });
    jobs.run_all();
    jobs.run_all();
    CHECK(runs == 2);
}

TEST_CASE("a job may open transactions of its own on the same pool") {
    test::TestDatabase database({"platform"});
    Pool pool({.dsn = database.dsn(), .size = 1});
    Jobs jobs(pool);
    std::optional<int> found;
    jobs.every(never, "probe.transact", [&] {
        found = Database(pool, "").transact([](Tx& tx) { return tx.one<int>("select 7"); });
    });
    jobs.run_all();
    CHECK(found == 7);
}

TEST_CASE("two processes do not run one job at once") {
    test::TestDatabase database({"platform"});
    Jobs first(database.pool());
    Jobs second(database.pool());
    int runs = 0;
    second.every(never, "probe.count", [&] { ++runs; });
    first.every(never, "probe.count", [&] {
        ++runs;
        second.run_all();
    });
    first.run_all();
    CHECK(runs == 1);
    second.run_all();
    CHECK(runs == 2);
}

TEST_CASE("a job is free again when the process that ran it has died") {
    test::TestDatabase database({"platform"});
    Jobs jobs(database.pool());
    int runs = 0;
    jobs.every(never, "probe.count", [&] { ++runs; });
    tell(database,
         "insert into platform.job (name, owner, running_until) "
         "values ('probe.count', gen_random_uuid(), now() + interval '10 seconds')");
    jobs.run_all();
    CHECK(runs == 0);
    tell(database, "update platform.job set running_until = now() - interval '1 second'");
    jobs.run_all();
    CHECK(runs == 1);
    CHECK(database.superuser()
              .read([](Reader& reader) {
                  return reader.one<bool>(
                      "select owner is null and last_run_at is not null from platform.job");
              })
              .value());
}

TEST_CASE("a job runs at the start, and before its time when it is asked for") {
    test::TestDatabase database({"platform"});
    Jobs jobs(database.pool());
    std::promise<void> at_start;
    std::promise<void> woken;
    int runs = 0;
    jobs.every(never, "probe.woken", [&] { (runs++ == 0 ? at_start : woken).set_value(); });
    jobs.start();
    REQUIRE(at_start.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    jobs.wake("probe.woken");
    REQUIRE(woken.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready);
    jobs.stop();
    CHECK(runs == 2);
}

}  // namespace kontor::platform
