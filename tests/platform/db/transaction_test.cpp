#include "two_schemas.hpp"

#include <thread>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

const Error refusal{ErrorKind::conflict, "north.refused", "no"};

}  // namespace

TEST_CASE("a transaction of n statements costs n + 1 round trips at most") {
    TwoSchemas shop;
    CHECK(shop.round_trips([&] { shop.north.transact([](Tx&) {}); }) == 0);
    CHECK(shop.round_trips(
              [&] { shop.north.transact([](Tx& tx) { tx.run(insert_north, 1, "a"); }); }) == 2);
    CHECK(shop.round_trips([&] {
        shop.north.transact([](Tx& tx) {
            for (int id = 10; id < 15; ++id) tx.run(insert_north, id, std::to_string(id));
        });
    }) == 6);
    CHECK(shop.round_trips([&] {
        shop.north.transact([](Tx& tx) {
            for (int id = 20; id < 25; ++id) tx.defer(insert_north, id, std::to_string(id));
        });
    }) == 1);
    CHECK(shop.round_trips([&] {
        shop.north.transact([](Tx& tx) {
            tx.defer(insert_north, 30, "30");
            CHECK(tx.one<std::string>("select label from north.jar where id = 30") == "30");
            tx.defer(insert_north, 31, "31");
        });
    }) == 2);
    CHECK(shop.north_jars() == 13);
    CHECK(shop.pool.statistics().warnings == 0);
}

TEST_CASE("a value commits; an Error and a throw roll back") {
    TwoSchemas shop;
    const auto commits = shop.pool.statistics().commits;
    const auto kept = shop.north.transact([](Tx& tx) -> Result<int> {
        tx.run(insert_north, 1, "kept");
        return 1;
    });
    CHECK(kept.value() == 1);
    const auto refused = shop.north.transact([](Tx& tx) -> Result<int> {
        tx.run(insert_north, 2, "refused");
        tx.defer(insert_north, 3, "refused as well");
        return refusal;
    });
    CHECK(refused.error().code == "north.refused");
    CHECK_THROWS_AS(shop.north.transact([](Tx& tx) {
        tx.run(insert_north, 4, "thrown");
        throw std::runtime_error("stop");
    }),
                    std::runtime_error);
    CHECK(shop.north_jars() == 1);
    CHECK(shop.pool.statistics().leased == 0);
    CHECK(shop.pool.statistics().commits == commits + 1);
    CHECK(shop.pool.statistics().warnings == 0);
}

TEST_CASE("a transaction runs in its module's role") {
    TwoSchemas shop;
    CHECK(sqlstate_of([&] {
              shop.north.transact([](Tx& tx) { tx.run(insert_south, 1, "foreign"); });
          }) == "42501");
    CHECK(sqlstate_of([&] {
              shop.north.transact([](Tx& tx) { tx.run("create table north.other (id int)"); });
          }) == "42501");
    CHECK(shop.south_jars() == 0);
}

TEST_CASE("a deferred statement's error is thrown by the next statement or the commit") {
    TwoSchemas shop;
    CHECK(sqlstate_of([&] {
              shop.north.transact([](Tx& tx) {
                  tx.run(insert_north, 1, "a");
                  tx.defer(insert_north, 1, "again");
                  tx.defer(insert_north, 2, "b");
              });
          }) == "23505");
    bool reached = false;
    CHECK(sqlstate_of([&] {
              shop.north.transact([&](Tx& tx) {
                  tx.defer(insert_south, 1, "foreign");
                  tx.one<int>("select 1");
                  reached = true;
              });
          }) == "42501");
    CHECK_FALSE(reached);
    CHECK(shop.north_jars() == 0);
    shop.north.transact([](Tx& tx) { tx.defer(insert_north, 1, "a"); });
    CHECK(shop.north_jars() == 1);
}

TEST_CASE("a constraint that is checked at the commit is thrown by the commit") {
    TwoSchemas shop;
    try {
        shop.north.transact([](Tx& tx) {
            tx.run(insert_north, 1, "same");
            tx.run(insert_north, 2, "same");
        });
        FAIL("the labels do not differ");
    } catch (const StatementError& error) {
        CHECK(error.unique_violation());
        CHECK(error.constraint() == "labels_differ");
    }
    CHECK(shop.north_jars() == 0);
    CHECK(shop.pool.statistics().warnings == 0);
}

TEST_CASE("a transaction that swallowed an error is not taken for committed") {
    TwoSchemas shop;
    CHECK(sqlstate_of([&] {
              shop.north.transact([](Tx& tx) {
                  tx.run(insert_north, 1, "a");
                  CHECK(sqlstate_of([&] { tx.run("update north.jar set filled = 101"); }) ==
                        "23514");
              });
          }) == "23514");
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("serialisation failures and deadlocks are run again, five times") {
    TwoSchemas shop;
    for (const std::string_view state : {"40001", "40P01"}) {
        const auto fail = "do $$ begin raise sqlstate '" + std::string(state) + "'; end $$";
        int runs = 0;
        shop.north.transact([&](Tx& tx) {
            tx.run("select 1");
            if (++runs < 3) tx.run(fail);
        });
        CHECK(runs == 3);
        runs = 0;
        CHECK(sqlstate_of([&] {
                  shop.north.transact([&](Tx& tx) {
                      ++runs;
                      tx.defer(fail);
                  });
              }) == state);
        CHECK(runs == 6);
    }
}

TEST_CASE("two transactions that deadlock both come through") {
    TwoSchemas shop;
    shop.north.transact([](Tx& tx) {
        tx.run(insert_north, 1, "1");
        tx.run(insert_north, 2, "2");
    });
    const auto fill = [&](int first, int second) {
        for (int time = 0; time < 20; ++time)
            shop.north.transact([&](Tx& tx) {
                tx.run("update north.jar set filled = filled + 1 where id = $1", first);
                tx.run("update north.jar set filled = filled + 1 where id = $1", second);
            });
    };
    std::thread other(fill, 2, 1);
    fill(1, 2);
    other.join();
    const auto filled = shop.north.read(
        [](Reader& reader) { return reader.all<int>("select filled from north.jar"); });
    CHECK(filled == std::vector{40, 40});
}

TEST_CASE("a transaction on a connection that was ended runs again") {
    TwoSchemas shop;
    shop.north_jars();
    shop.end_all_connections();
    shop.north.transact([](Tx& tx) { tx.defer(insert_north, 1, "a"); });

    int runs = 0;
    shop.north.transact([&](Tx& tx) {
        tx.run(insert_north, 2, "b");
        if (++runs < 3) shop.end_all_connections();
        tx.run(insert_north, 3, "c");
    });
    CHECK(runs == 3);
    runs = 0;
    Database(shop.pool, "").transact([&](Tx& tx) {
        tx.run(insert_north, 4, "d");
        if (++runs < 2) tx.defer("select pg_terminate_backend(pg_backend_pid())");
    });
    CHECK(runs == 2);
    CHECK(shop.north_jars() == 4);
}

TEST_CASE("a connection that ends during the commit leaves the outcome unknown") {
    TwoSchemas shop;
    Database(shop.pool, "").transact([](Tx& tx) {
        tx.run(
            "create function north.end_connection() returns trigger security definer language "
            "plpgsql as"
            " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$");
        tx.run(
            "create constraint trigger at_commit after insert on north.jar"
            " deferrable initially deferred for each row execute function north.end_connection()");
    });
    int runs = 0;
    CHECK_THROWS_WITH_AS(shop.north.transact([&](Tx& tx) {
        ++runs;
        tx.run(insert_north, 1, "a");
    }),
                         doctest::Contains("outcome of a commit is unknown"), DatabaseUnavailable);
    CHECK(runs == 1);
}

TEST_CASE("a transaction inside a transaction is refused") {
    TwoSchemas shop;
    CHECK_THROWS_AS(shop.north.transact([&](Tx&) { shop.south.transact([](Tx&) {}); }),
                    std::logic_error);
}

TEST_CASE("a read inside a transaction runs in it, in its own role, for one round trip") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    const auto trips = shop.round_trips([&] {
        shop.north.transact([&](Tx& tx) {
            tx.run(insert_north, 1, "a");
            CHECK(shop.south_jars() == 0);
            tx.run(insert_north, 2, "b");
            CHECK(shop.north_jars() == 2);
        });
    });
    CHECK(trips == 5);
    CHECK(sqlstate_of([&] { shop.north.transact([&](Tx&) { shop.jars(shop.south, "north"); }); }) ==
          "42501");
}

TEST_CASE("a read on another pool inside a transaction uses that pool") {
    TwoSchemas shop;
    TwoSchemas elsewhere;
    elsewhere.south.transact([](Tx& tx) { tx.run(insert_south, 1, "a"); });
    shop.north.transact([&](Tx& tx) {
        tx.run(insert_north, 1, "a");
        CHECK(elsewhere.south_jars() == 1);
        CHECK(shop.south_jars() == 0);
    });
}

TEST_CASE("actions run once after the commit, and never after a rollback") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    int runs = 0;
    int actions = 0;
    shop.north.transact([&](Tx& tx) {
        tx.after_commit([&] {
            ++actions;
            CHECK(shop.north_jars() == 1);
        });
        tx.run(insert_north, 1, "a");
        if (++runs == 1) tx.run("do $$ begin raise sqlstate '40001'; end $$");
        CHECK(actions == 0);
    });
    CHECK(actions == 1);
    shop.north.transact([&](Tx& tx) -> Result<> {
        tx.after_commit([&] { ++actions; });
        return refusal;
    });
    shop.north.transact([](Tx& tx) { tx.run(insert_north, 2, "b"); });
    CHECK(actions == 1);
}

TEST_CASE("many large deferred statements with large answers do not block each other") {
    TwoSchemas shop;
    const std::string text(100000, 'x');
    const auto trips = shop.round_trips([&] {
        shop.north.transact([&](Tx& tx) {
            for (int count = 0; count < 300; ++count) tx.defer("select repeat($1, 2)", text);
            tx.defer(insert_north, 1, "a");
        });
    });
    CHECK(trips == 1);
    CHECK(shop.north_jars() == 1);
}

TEST_CASE("a statement first met in a segment that failed is prepared when it comes again") {
    TwoSchemas shop({.size = 1});
    const auto work = [&](bool fail) {
        return sqlstate_of([&] {
            shop.north.transact([&](Tx& tx) {
                if (fail) tx.defer("select 1/0");
                tx.defer(insert_north, 1, "a");
                tx.defer(insert_north, 2, "b");
            });
        });
    };
    CHECK(work(true) == "22012");
    CHECK(work(false) == "");
    CHECK(shop.north_jars() == 2);
}

TEST_CASE("run answers the rows affected") {
    TwoSchemas shop;
    shop.north.transact([](Tx& tx) {
        CHECK(tx.run(insert_north, 1, "a") == 1);
        CHECK(tx.run("update north.jar set filled = 1 where id = $1", 2) == 0);
        CHECK(tx.run("insert into north.jar (id, label) values (3, 'c'), (4, 'd')") == 2);
    });
}
