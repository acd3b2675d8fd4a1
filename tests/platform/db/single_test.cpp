#include "two_schemas.hpp"

#include "platform/db/held_commit.hpp"

using namespace kontor::platform;
using namespace kontor::test;

namespace {

constexpr std::string_view insert_returning =
    "insert into north.jar (id, label) values ($1, $2) returning id";

std::string waits(Database& database, Commit commit) {
    return database.single<std::string>(commit, "select current_setting('synchronous_commit')")
        .front();
}

}  // namespace

TEST_CASE("a single statement that writes is committed in one round trip") {
    TwoSchemas shop;
    CHECK(shop.round_trips([&] {
        const auto made = shop.north.single<int>(Commit::by_the_answer, insert_returning, 1, "1");
        CHECK(made == std::vector{1});
    }) == 1);
    CHECK(shop.north_jars() == 1);
}

TEST_CASE("a single statement waits for the disk as asked, and what comes after it as it would") {
    auto empty = EmptyDatabase();
    PoolOptions options{.size = 1};
    options.dsn = empty.dsn() + " options='-c synchronous_commit=on'";
    Pool pool(options);
    Database database(pool, "");
    CHECK(waits(database, Commit::with_the_next) == "off");
    CHECK(waits(database, Commit::at_once) == "on");
    CHECK(waits(database, Commit::soon) == "off");
    database.transact(
        [](Tx& tx) { CHECK(*tx.one<std::string>("show synchronous_commit") == "on"); });
}

TEST_CASE("a single statement is part of what is done together") {
    TwoSchemas shop;
    const auto refused = shop.north.together([&]() -> Result<> {
        shop.north.single<int>(Commit::with_the_next, insert_returning, 1, "1");
        CHECK(shop.north_jars() == 1);
        return Error{ErrorKind::conflict, "no", "No."};
    });
    CHECK(!refused);
    CHECK(shop.north_jars() == 0);
}

TEST_CASE("a single statement first commits what is held") {
    TwoSchemas shop;
    HeldCommit held;
    shop.north.transact([](Tx& tx) { tx.defer(insert_north, 1, "1"); });
    shop.south.single<int>(Commit::with_the_next,
                           "insert into south.jar (id, label) values (2, '2') returning id");
    Pool other(shop.on_this({}));
    Database outsider(other, "kontor_north");
    CHECK(shop.jars(outsider, "north") == 1);
}

TEST_CASE("a single statement is sent again when its connection was lost") {
    TwoSchemas shop({.size = 1});
    shop.north_jars();
    shop.end_all_connections();
    CHECK(shop.north.single<int>(Commit::at_once, insert_returning, 1, "1").size() == 1);
    CHECK(shop.north_jars() == 1);
}
