#include "platform/db/own_rows.hpp"
#include "platform/db/held_commit.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace kontor::platform;
using kontor::test::TestDatabase;

namespace {

const Uuid ada = new_uuid();
const Uuid grace = new_uuid();

struct Wishes {
    TestDatabase tables{{"customers"}};
    Database database = tables.database("customers");

    Wishes() {
        for (const auto& customer : {ada, ada, grace}) add(customer);
    }
    void add(const Uuid& customer) {
        database.transact([&](Tx& tx) {
            tx.run("insert into customers.wish values ($1, $2, $3, null, now())", new_uuid(),
                   customer, new_uuid());
        });
    }
    // A statement that forgot whose rows it is about.
    std::int64_t all() {
        return database.read([](Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from customers.wish");
        });
    }
    std::int64_t remove_all() {
        return database.transact([](Tx& tx) { return tx.run("delete from customers.wish"); });
    }
};

}  // namespace

TEST_CASE("a statement that forgets its condition finds nothing of other customers") {
    Wishes wishes;
    CHECK(wishes.all() == 3);
    {
        const OwnRowsOnly scope(ada);
        CHECK(wishes.all() == 2);
        CHECK(wishes.database.transact([&](Tx& tx) {
            return *tx.one<std::int64_t>("select count(*) from customers.wish");
        }) == 2);
    }
    {
        const OwnRowsOnly scope(std::nullopt);
        CHECK(wishes.all() == 0);
    }
    CHECK(wishes.all() == 3);
}

TEST_CASE("a statement that forgets its condition changes nothing of other customers") {
    Wishes wishes;
    {
        const OwnRowsOnly scope(grace);
        CHECK_THROWS_AS(wishes.add(ada), StatementError);
        CHECK_NOTHROW(wishes.add(grace));
        CHECK(wishes.remove_all() == 2);
    }
    CHECK(wishes.all() == 2);
}

TEST_CASE("the customer is told to the server once in a transaction, and in every part of it") {
    Wishes wishes;
    auto others = wishes.tables.superuser();
    const auto count = [&] {
        return others.together([&] {
            others.transact([](Tx& tx) { tx.run("select 1"); });
            return wishes.database.transact([](Tx& tx) {
                return *tx.one<std::int64_t>("select count(*) from customers.wish");
            });
        });
    };
    CHECK(count() == 3);
    const OwnRowsOnly scope(ada);
    CHECK(count() == 2);
    HeldCommit held;
    CHECK(wishes.remove_all() == 2);
    CHECK(wishes.all() == 0);
}

TEST_CASE("a connection that served one customer knows nothing of them when it serves the next") {
    Wishes wishes;
    for (int turn = 0; turn < 3; ++turn) {
        {
            const OwnRowsOnly scope(ada);
            CHECK(wishes.all() == 2);
        }
        {
            const OwnRowsOnly scope(grace);
            CHECK(wishes.all() == 1);
        }
        const OwnRowsOnly scope(std::nullopt);
        CHECK(wishes.all() == 0);
    }
    CHECK_THROWS_AS(
        [] {
            const OwnRowsOnly one(ada);
            const OwnRowsOnly another(grace);
        }(),
        std::logic_error);
}

TEST_CASE("whose rows are in sight is told where tables have policies, and nowhere else") {
    Wishes wishes;
    auto platform = wishes.tables.database("platform");
    const auto told = [](Database& database) {
        return database.read([](Reader& reader) {
            return reader
                .one<std::string>("select coalesce(current_setting('kontor.rows', true), '')")
                .value();
        });
    };
    const OwnRowsOnly scope(ada);
    CHECK(told(platform).empty());
    CHECK(told(wishes.database) == to_string(ada));
    CHECK(told(platform).empty());
    platform.together([&] {
        CHECK(platform.transact([](Tx& tx) { return tx.run("select 1"); }) == 1);
        CHECK(wishes.remove_all() == 2);
        CHECK(told(wishes.database) == to_string(ada));
    });
}

TEST_CASE("every table of customers that says whose a row is has the wall") {
    Wishes wishes;
    const auto open = wishes.tables.superuser().read([](Reader& reader) {
        return reader.all<std::string>(
            "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'customers'::regnamespace and c.relkind = 'r'"
            " and a.attname = 'customer' and not c.relrowsecurity order by 1");
    });
    CHECK(open == std::vector<std::string>{});
}
