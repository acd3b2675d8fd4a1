#include "platform/db/held_commit.hpp"

#include "two_schemas.hpp"

using namespace kontor::platform;
using namespace kontor::test;

namespace {

void insert(Tx& tx, int id) {
    tx.run(insert_north, id, std::to_string(id));
}

// What another connection sees.
std::int64_t committed(TwoSchemas& shop) {
    Pool other(shop.on_this({}));
    Database north(other, "kontor_north");
    return shop.jars(north, "north");
}

}  // namespace

TEST_CASE("what is held is committed together with the record, in the recorder's role") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    int actions = 0;
    HeldCommit held;
    const auto trips = shop.round_trips([&] {
        shop.north.transact([&](Tx& tx) {
            insert(tx, 1);
            tx.after_commit([&] { ++actions; });
        });
    });
    CHECK(trips == 1);
    CHECK(committed(shop) == 0);
    CHECK(actions == 0);
    CHECK(shop.north_jars() == 1);
    CHECK(shop.south_jars() == 0);
    const auto finishing = shop.round_trips(
        [&] { held.finish(shop.south, [](Tx& tx) { tx.defer(insert_south, 1, "record"); }); });
    CHECK(finishing == 1);
    CHECK(actions == 1);
    CHECK(committed(shop) == 1);
    CHECK(shop.south_jars() == 1);
}

TEST_CASE("a further transaction first commits the one that is held") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    int actions = 0;
    HeldCommit held;
    shop.north.transact([&](Tx& tx) {
        insert(tx, 1);
        tx.after_commit([&] { ++actions; });
    });
    shop.north.transact([&](Tx& tx) {
        CHECK(actions == 1);
        CHECK(committed(shop) == 1);
        insert(tx, 2);
    });
    CHECK(committed(shop) == 1);
    held.finish(shop.north, [](Tx& tx) { insert(tx, 3); });
    CHECK(committed(shop) == 3);
}

TEST_CASE("without a held transaction the record gets one of its own") {
    TwoSchemas shop;
    HeldCommit held;
    const auto refused = shop.north.transact([](Tx& tx) -> Result<> {
        insert(tx, 1);
        return Error{ErrorKind::conflict, "north.refused", "no"};
    });
    CHECK(refused.has_error());
    held.finish(shop.south, [](Tx& tx) { tx.run(insert_south, 1, "record"); });
    CHECK(committed(shop) == 0);
    CHECK(shop.south_jars() == 1);
}

TEST_CASE("a record on another pool gets a transaction of its own, after what is held") {
    TwoSchemas shop;
    TwoSchemas elsewhere;
    HeldCommit held;
    shop.north.transact([](Tx& tx) { insert(tx, 1); });
    held.finish(elsewhere.south, [&](Tx& tx) {
        CHECK(committed(shop) == 1);
        tx.run(insert_south, 1, "record");
    });
    CHECK(elsewhere.south_jars() == 1);
}

TEST_CASE("a record that fails takes the held transaction with it") {
    TwoSchemas shop;
    bool acted = false;
    HeldCommit held;
    shop.north.transact([&](Tx& tx) {
        insert(tx, 1);
        tx.after_commit([&] { acted = true; });
    });
    CHECK(sqlstate_of([&] {
              held.finish(shop.south, [](Tx& tx) { tx.defer(insert_north, 1, "foreign"); });
          }) == "42501");
    CHECK_FALSE(acted);
    CHECK(committed(shop) == 0);
    CHECK(shop.pool.statistics().leased == 0);
}

TEST_CASE("destroyed without a finish it commits; by an exception it rolls back") {
    TwoSchemas shop;
    {
        HeldCommit held;
        shop.north.transact([](Tx& tx) { insert(tx, 1); });
    }
    CHECK(committed(shop) == 1);
    try {
        HeldCommit held;
        shop.north.transact([](Tx& tx) { insert(tx, 2); });
        throw std::runtime_error("the handler failed");
    } catch (const std::runtime_error&) {
    }
    CHECK(committed(shop) == 1);
    CHECK(shop.pool.statistics().leased == 0);
}

TEST_CASE("a commit that fails when the holder is destroyed is thrown") {
    TwoSchemas shop;
    CHECK(sqlstate_of([&] {
              HeldCommit held;
              shop.north.transact([](Tx& tx) {
                  tx.run(insert_north, 1, "same");
                  tx.run(insert_north, 2, "same");
              });
          }) == "23505");
    CHECK(committed(shop) == 0);
}

TEST_CASE("the error of a deferred statement comes before its transaction is held") {
    TwoSchemas shop;
    HeldCommit held;
    int runs = 0;
    shop.north.transact([&](Tx& tx) {
        if (++runs == 1) tx.defer("do $$ begin raise sqlstate '40001'; end $$");
        tx.defer(insert_north, 1, "a");
    });
    CHECK(runs == 2);
    held.finish(shop.north, [](Tx&) {});
    CHECK(committed(shop) == 1);
}

TEST_CASE("after the finish nothing is held any more") {
    TwoSchemas shop;
    HeldCommit held;
    held.finish(shop.north, [](Tx& tx) { insert(tx, 1); });
    shop.north.transact([](Tx& tx) { insert(tx, 2); });
    CHECK(committed(shop) == 2);
}

TEST_CASE("a held transaction whose connection ended is reported as not available") {
    TwoSchemas shop;
    HeldCommit held;
    shop.north.transact([](Tx& tx) { insert(tx, 1); });
    shop.end_all_connections();
    CHECK_THROWS_AS(held.finish(shop.north, [](Tx& tx) { insert(tx, 2); }), DatabaseUnavailable);
    CHECK(committed(shop) == 0);
}

TEST_CASE("a thread can have only one HeldCommit") {
    HeldCommit held;
    CHECK_THROWS_AS(HeldCommit(), std::logic_error);
}
