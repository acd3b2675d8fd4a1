#include "two_schemas.hpp"

#include <thread>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

std::string current_role(Reader& reader) {
    return *reader.one<std::string>("select current_user::text");
}

}  // namespace

TEST_CASE("a statement costs one round trip, the first time as well") {
    TwoSchemas shop;
    for (int time = 0; time < 3; ++time) CHECK(shop.round_trips([&] { shop.north_jars(); }) == 1);
    CHECK(shop.round_trips([&] {
        shop.north.read([](Reader& reader) {
            reader.all<int>("select id from north.jar");
            reader.all<int>("select filled from north.jar");
        });
    }) == 2);
}

TEST_CASE("a statement runs in its module's role, and nothing of it stays behind") {
    TwoSchemas shop({.size = 1});
    Database login(shop.pool, "");
    CHECK(shop.north.read(current_role) == "kontor_north");
    CHECK(login.read(current_role) == "kontor");
    CHECK(shop.south.read(current_role) == "kontor_south");
    CHECK(login.read(current_role) == "kontor");
    CHECK(shop.pool.statistics().warnings == 0);
}

TEST_CASE("a module may not touch another module's schema") {
    TwoSchemas shop;
    CHECK(sqlstate_of([&] { shop.jars(shop.north, "south"); }) == "42501");
    CHECK(shop.south_jars() == 0);
}

TEST_CASE("a role that does not exist is named in the refusal") {
    TwoSchemas shop;
    Database nobody(shop.pool, "kontor_no'body");
    CHECK_THROWS_WITH_AS(nobody.read(current_role), doctest::Contains("kontor_no''body"),
                         StatementError);
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("a statement that was refused is prepared again when it is right") {
    TwoSchemas shop({.size = 1});
    const auto count = [&] {
        return shop.north.read(
            [](Reader& reader) { return reader.one<int>("select count(*) from north.crate"); });
    };
    CHECK(sqlstate_of(count) == "42P01");
    Database(shop.pool, "").transact([](Tx& tx) { tx.run("create table north.crate (id int)"); });
    CHECK(count() == 0);
    CHECK(count() == 0);
}

TEST_CASE("a statement whose table got another shape is prepared again") {
    TwoSchemas shop({.size = 1});
    const auto width = [&] {
        return shop.north.read(
            [](Reader& reader) { return reader.execute("select * from north.jar", {}).width(); });
    };
    CHECK(width() == 3);
    Database(shop.pool, "").transact([](Tx& tx) { tx.run("alter table north.jar add note text"); });
    CHECK(width() == 4);
}

TEST_CASE("refusals do not tell what was bound") {
    TwoSchemas shop;
    const auto refusal = [&](auto&& work) -> std::string {
        try {
            work();
        } catch (const StatementError& error) {
            return error.what();
        }
        return "";
    };
    const std::string secret = "hunter2 \"and\" more";
    CHECK(refusal([&] {
              shop.north.read([&](Reader& reader) { reader.one<int>("select $1::int", secret); });
          }).find("hunter2") == std::string::npos);
    const auto twice = refusal([&] {
        shop.north.transact([&](Tx& tx) {
            tx.run(insert_north, 1, secret);
            tx.run(insert_north, 1, secret);
        });
    });
    CHECK(twice.find("jar_pkey") != std::string::npos);
    CHECK(twice.find("hunter2") == std::string::npos);
}

TEST_CASE("reads go on when all connections were ended") {
    TwoSchemas shop;
    CHECK(shop.north_jars() == 0);
    shop.end_all_connections();
    CHECK(shop.round_trips([&] { CHECK(shop.north_jars() == 0); }) == 1);
    CHECK(shop.pool.statistics().reconnects == 1);
}

TEST_CASE("a connection that ends between two statements of a read is replaced") {
    TwoSchemas shop;
    shop.north.read([&](Reader& reader) {
        CHECK(current_role(reader) == "kontor_north");
        shop.end_all_connections();
        CHECK(current_role(reader) == "kontor_north");
    });
}

TEST_CASE("a read inside a read uses the same connection, in its own role") {
    TwoSchemas shop({.size = 1, .lease_timeout = std::chrono::milliseconds(1)});
    shop.north.read([&](Reader& outer) {
        CHECK(shop.south.read(current_role) == "kontor_south");
        CHECK(current_role(outer) == "kontor_north");
    });
}

TEST_CASE("a transaction inside a read is refused: it would need a second connection") {
    TwoSchemas shop;
    CHECK_THROWS_AS(shop.north.read([&](Reader&) { shop.north.transact([](Tx&) {}); }),
                    std::logic_error);
}

TEST_CASE("answers larger than any buffer arrive whole") {
    TwoSchemas shop;
    const auto text = *shop.north.read(
        [](Reader& reader) { return reader.one<std::string>("select repeat('x', 20000000)"); });
    CHECK(text.size() == 20000000);
}

TEST_CASE("a statement that takes too long means that the database is overloaded") {
    TwoSchemas shop({.statement_timeout = std::chrono::milliseconds(20)});
    CHECK_THROWS_AS(
        shop.north.read([](Reader& reader) { reader.execute("select pg_sleep(10)", {}); }),
        DatabaseUnavailable);
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("one() refuses several rows, and rows that do not fit") {
    TwoSchemas shop;
    shop.north.read([](Reader& reader) {
        CHECK_THROWS_AS(reader.one<int>("select generate_series(1, 2)"), ColumnError);
        CHECK_THROWS_AS(reader.one<int>("select null::int"), ColumnError);
        CHECK_THROWS_AS(reader.one<Money>("select 1 as amount"), ColumnError);
        CHECK_THROWS_AS(reader.one<Money>("select 'EUR' as currency, 1 as amount"), ColumnError);
        CHECK_THROWS_AS(reader.one<Money>("select 1 as amount, 'EUR' as currency, 2 as more"),
                        ColumnError);
        CHECK(reader.one<Money>("select 1 as amount, 'EUR' as currency") ==
              Money{1, *Currency::parse("EUR")});
        CHECK(reader.one<Money>("select 1 as amount, 'EUR' as currency where false") ==
              std::nullopt);
    });
}
