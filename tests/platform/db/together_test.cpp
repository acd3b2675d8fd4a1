#include "platform/db/held_commit.hpp"

#include "two_schemas.hpp"

using namespace kontor::platform;
using namespace kontor::test;

namespace {

void insert_jar(Database& database, std::string_view sql, int id) {
    database.transact([&](Tx& tx) { tx.defer(sql, id, std::to_string(id)); });
}

Result<> refuse(Database& database, std::string_view sql, int id) {
    return database.transact([&](Tx& tx) -> Result<> {
        tx.run(sql, id, std::to_string(id));
        return Error{ErrorKind::conflict, "test.refused", "no"};
    });
}

}  // namespace

TEST_CASE("what is done together is one transaction, each part in its module's role") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    int actions = 0;
    const auto commits = shop.pool.statistics().commits;
    const auto trips = shop.round_trips([&] {
        shop.north.together([&] {
            insert_jar(shop.north, insert_north, 1);
            shop.south.transact([&](Tx& tx) {
                tx.defer(insert_south, 2, "two");
                tx.after_commit([&] { ++actions; });
            });
            CHECK(actions == 0);
        });
    });
    CHECK(trips == 1);
    CHECK(actions == 1);
    CHECK(shop.pool.statistics().commits == commits + 1);
    CHECK(shop.north_jars() == 1);
    CHECK(shop.south_jars() == 1);
    CHECK(sqlstate_of([&] {
              shop.north.together([&] { insert_jar(shop.south, insert_north, 3); });
          }) == "42501");
}

TEST_CASE("a read among what is done together sees what was written before it") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    shop.north.together([&] {
        insert_jar(shop.south, insert_south, 1);
        CHECK(shop.south_jars() == 1);
        CHECK(shop.north_jars() == 0);
    });
    CHECK(shop.south_jars() == 1);
}

TEST_CASE("a refusal or a throw takes everything back that was done together") {
    TwoSchemas shop;
    const auto refused = shop.north.together([&]() -> Result<int> {
        insert_jar(shop.north, insert_north, 1);
        if (const auto part = refuse(shop.south, insert_south, 1); !part) return part.error();
        return 1;
    });
    CHECK(refused.error().code == "test.refused");
    CHECK_THROWS_AS(shop.north.together([&] {
        insert_jar(shop.north, insert_north, 1);
        throw std::runtime_error("enough");
    }),
                    std::runtime_error);
    CHECK(shop.north_jars() == 0);
    CHECK(shop.south_jars() == 0);
}

TEST_CASE("to go on after a part refused is a mistake, and nothing is committed") {
    TwoSchemas shop;
    CHECK_THROWS_AS(shop.north.together([&] {
        insert_jar(shop.north, insert_north, 1);
        static_cast<void>(refuse(shop.south, insert_south, 1));
    }),
                    std::logic_error);
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("after a serialisation failure all that is done together runs again") {
    TwoSchemas shop;
    int runs = 0;
    shop.north.together([&] {
        insert_jar(shop.north, insert_north, 1);
        shop.south.transact([&](Tx& tx) {
            if (++runs < 3) tx.run("do $$ begin raise sqlstate '40001'; end $$");
        });
    });
    CHECK(runs == 3);
    CHECK(shop.north_jars() == 1);
}

TEST_CASE("together inside a transaction, a read or another together is refused") {
    TwoSchemas shop;
    const auto inside = [&] { shop.south.together([] {}); };
    CHECK_THROWS_AS(shop.north.transact([&](Tx&) { inside(); }), std::logic_error);
    CHECK_THROWS_AS(shop.north.read([&](Reader&) { inside(); }), std::logic_error);
    CHECK_THROWS_AS(shop.north.together(inside), std::logic_error);
}

TEST_CASE("a HeldCommit holds what was done together, and only what may wait for the answer") {
    TwoSchemas shop;
    Pool other_pool(shop.on_this({}));
    Database other(other_pool, "kontor_north");
    const auto committed = [&] { return shop.jars(other, "north"); };
    {
        HeldCommit held;
        shop.north.together([&] { insert_jar(shop.north, insert_north, 1); });
        CHECK(committed() == 0);
        shop.north.transact([](Tx& tx) { tx.defer(insert_north, 2, "2"); }, Commit::at_once);
        CHECK(committed() == 2);
        shop.north.transact([](Tx& tx) { tx.defer(insert_north, 3, "3"); }, Commit::with_the_next);
        CHECK(committed() == 3);
        shop.north.transact([](Tx& tx) { tx.defer(insert_north, 4, "4"); }, Commit::soon);
        CHECK(committed() == 3);
        held.finish(shop.north, [](Tx& tx) { tx.defer(insert_north, 5, "5"); });
        CHECK(committed() == 5);
    }
    CHECK(committed() == 5);
}

TEST_CASE("a commit that goes with the next or soon does not wait for the disk") {
    TwoSchemas shop;
    auto options = shop.on_this({});
    options.dsn += " options='-c synchronous_commit=on'";
    Pool pool(options);
    Database north(pool, "kontor_north");
    const auto waits = [&](Commit commit) {
        return north.transact(
            [](Tx& tx) { return *tx.one<std::string>("show synchronous_commit"); }, commit);
    };
    CHECK(waits(Commit::by_the_answer) == "on");
    CHECK(waits(Commit::at_once) == "on");
    CHECK(waits(Commit::with_the_next) == "off");
    CHECK(waits(Commit::soon) == "off");
}
