#include "platform/db/migrations.hpp"

#include "two_schemas.hpp"

#include <fstream>
#include <thread>

using namespace kontor::platform;
using namespace kontor::test;

namespace {

class Folder {
public:
    Folder() {
        static int counter = 0;
        path = std::filesystem::temp_directory_path() /
               ("kontor_migrations_" + std::to_string(getpid()) + "_" + std::to_string(++counter));
    }
    ~Folder() { std::filesystem::remove_all(path); }
    void write(const std::string& file, const std::string& text) const {
        std::filesystem::create_directories((path / file).parent_path());
        std::ofstream(path / file) << text;
    }
    std::filesystem::path path;
};

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("migrations are loaded platform first, then in the order given, by number") {
    Folder folder;
    folder.write("south/0002_add_two.sql", "select 2");
    folder.write("south/0001_add_one.sql", "abc");
    folder.write("north/0001_add_one.sql", "select 1");
    folder.write("platform/0001_begin.sql", "select 0");
    const auto found = load_migrations(folder.path, {"south", "nothing", "north"});
    REQUIRE(found.size() == 4);
    CHECK(found[0].schema == "platform");
    CHECK(found[1].name == "0001_add_one");
    CHECK(found[1].number == 1);
    CHECK(found[1].sql == "abc");
    CHECK(found[1].checksum == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(found[2].number == 2);
    CHECK(found[3].schema == "north");
}

TEST_CASE("a file that is not named like a migration is refused") {
    for (const std::string name : {"1_add.sql", "0001-add.sql", "0001_add.txt", "0001_Add.sql"}) {
        Folder folder;
        folder.write("north/" + name, "");
        CHECK_THROWS_WITH(load_migrations(folder.path, {"north"}), doctest::Contains(name.c_str()));
    }
    Folder folder;
    folder.write("north/0001_add.sql", "");
    folder.write("north/0001_more.sql", "");
    CHECK_THROWS_WITH(load_migrations(folder.path, {"north"}), doctest::Contains("same number"));
    CHECK_THROWS(load_migrations(folder.path, {"../north"}));
    CHECK_THROWS(load_migrations(folder.path / "nowhere", {"north"}));
}

TEST_CASE("migrations are applied once, and what is pending can be asked for") {
    EmptyDatabase empty;
    Pool pool({.dsn = empty.dsn()});
    auto migrations = two_schemas();
    const Labels both{"north/0001_create_jar", "south/0001_create_jar"};
    CHECK(check_migrations(pool, migrations)->pending == both);
    CHECK(migrate(pool, migrations)->applied == both);
    CHECK(migrate(pool, migrations)->applied.empty());
    migrations.push_back({"north", 2, "0002_add_note", "2", "alter table north.jar add note text"});
    CHECK(check_migrations(pool, migrations)->pending == Labels{"north/0002_add_note"});
    CHECK(check_migrations(pool, migrations)->applied.empty());
    CHECK(migrate(pool, migrations)->applied == Labels{"north/0002_add_note"});
    CHECK(check_migrations(pool, migrations)->pending.empty());
}

TEST_CASE("a migration changed after it was applied is refused") {
    TwoSchemas shop;
    auto migrations = two_schemas();
    migrations[1].checksum = "other";
    migrations.push_back({"north", 2, "0002_add_note", "2", "alter table north.jar add note text"});
    CHECK(check_migrations(shop.pool, migrations).error().code == "db.migration_changed");
    const auto refused = migrate(shop.pool, migrations);
    CHECK(refused.error().code == "db.migration_changed");
    CHECK(refused.error().message.find("south/0001_create_jar.sql") != std::string::npos);
    migrations[1].checksum = "1";
    CHECK(check_migrations(shop.pool, migrations)->pending.size() == 1);
}

TEST_CASE("a database of a newer version is refused, one with further schemas is not") {
    TwoSchemas shop;
    auto migrations = two_schemas();
    migrations.push_back({"north", 2, "0002_add_note", "2", "alter table north.jar add note text"});
    REQUIRE(migrate(shop.pool, migrations).has_value());
    CHECK(migrate(shop.pool, two_schemas()).error().code == "db.migration_unknown");
    CHECK(check_migrations(shop.pool, two_schemas()).error().code == "db.migration_unknown");
    CHECK(check_migrations(shop.pool, {two_schemas()[1]})->pending.empty());
}

TEST_CASE("a migration that fails leaves nothing behind, and says where") {
    TwoSchemas shop;
    auto migrations = two_schemas();
    migrations.push_back({"north", 2, "0002_add_note", "2",
                          "alter table north.jar add note text;\nalter table north.crate add x int;"
                          "\nselect 1 +;"});
    CHECK_THROWS_WITH_AS(migrate(shop.pool, migrations).value(),
                         doctest::Contains("migrations/north/0002_add_note.sql, line 3"),
                         StatementError);
    migrations.back().sql = "alter table north.jar add note text; commit;";
    CHECK_THROWS_WITH_AS(migrate(shop.pool, migrations).value(),
                         doctest::Contains("must not end the transaction"), std::logic_error);
    migrations.back().sql = "alter table north.jar add other text; select 1 / 0;";
    CHECK(sqlstate_of([&] { migrate(shop.pool, migrations).value(); }) == "22012");
    CHECK(check_migrations(shop.pool, migrations)->pending.size() == 1);
    migrations.back().sql = "alter table north.jar add other text";
    CHECK(migrate(shop.pool, migrations)->applied.size() == 1);
}

TEST_CASE("two that start at once apply every migration once") {
    EmptyDatabase empty;
    auto migrations = two_schemas();
    for (int number = 2; number < 20; ++number)
        migrations.push_back({"north", number, "more", "1",
                              "create table north.t" + std::to_string(number) + " (id int)"});
    std::size_t applied[2] = {};
    const auto start = [&](std::size_t which) {
        Pool pool({.dsn = empty.dsn()});
        applied[which] = migrate(pool, migrations)->applied.size();
    };
    std::thread other(start, 1);
    start(0);
    other.join();
    CHECK(applied[0] + applied[1] == migrations.size());
}

TEST_CASE("databases of one cluster may be migrated at once, though roles belong to all") {
    EmptyDatabase one;
    EmptyDatabase two;
    const auto suffix = one.name().substr(one.name().find('_'));
    const std::vector<Migration> migrations{{"east" + suffix, 1, "0001_nothing", "1", "select 1"}};
    const auto start = [&](const std::string& dsn) {
        Pool pool({.dsn = dsn});
        CHECK(migrate(pool, migrations).has_value());
    };
    std::thread other(start, two.dsn());
    start(one.dsn());
    other.join();
    for (const auto* database : {&one, &two}) {
        Pool pool({.dsn = database->dsn()});
        Database(pool, "").transact(
            [&](Tx& tx) { tx.run("drop owned by " + module_role("east" + suffix)); });
    }
    Pool pool({.dsn = one.dsn()});
    Database(pool, "").transact(
        [&](Tx& tx) { tx.run("drop role " + module_role("east" + suffix)); });
}

TEST_CASE("a login without rights is told the exact statements that give them") {
    EmptyDatabase empty;
    const auto suffix = empty.name().substr(empty.name().find('_'));
    const auto login = "kontor_login" + suffix;
    const auto schema = "west" + suffix;
    const std::vector<Migration> migrations{
        {schema, 1, "0001_create_t", "1", "create table " + schema + ".t (id int)"}};
    Pool superusers({.dsn = empty.dsn()});
    Database superuser(superusers, "");
    superuser.transact([&](Tx& tx) { tx.run("create role " + login); });
    {
        Pool pool({.dsn = empty.dsn() + " options='-c role=" + login + "'"});
        const auto refused = migrate(pool, migrations);
        CHECK(refused.error().code == "db.may_not_create_roles");
        const auto& message = refused.error().message;
        CHECK(message.find("create role kontor_" + schema + " nologin;") != std::string::npos);
        const auto advice = message.substr(message.find('\n') + 1);
        superuser.transact([&](Tx& tx) { db::run_script(tx, advice, "the advice"); });
        CHECK(migrate(pool, migrations)->applied.size() == 1);

        Database west(pool, module_role(schema));
        CHECK(west.read([&](Reader& reader) {
            return reader.one<int>("select count(*) from " + schema + ".t");
        }) == 0);
    }
    superuser.transact([&](Tx& tx) {
        tx.run("drop owned by " + login + " cascade");
        tx.run("drop owned by " + module_role(schema));
        tx.run("drop role " + login + ", " + module_role(schema));
    });
}

TEST_CASE("the shop's own migrations apply, and check") {
    TestDatabase database;
    std::vector<std::string> schemas;
    for (const auto& entry : std::filesystem::directory_iterator(source_directory() / "migrations"))
        schemas.push_back(entry.path().filename().string());
    const auto migrations = load_migrations(source_directory() / "migrations", schemas);
    CHECK(check_migrations(database.pool(), migrations)->pending.empty());
}
