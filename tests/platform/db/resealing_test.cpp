#include "platform/db/resealing.hpp"
#include "platform/security/sealing.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

using namespace kontor::platform;
using kontor::test::TestDatabase;

namespace {

const SealingKey former{"former", std::string(32, 'f')};
const SealingKey latter{"latter", std::string(32, 'l')};

std::string context_of(const Uuid& id) {
    return "platform.thing.text:" + to_string(id);
}

struct Thing {
    Uuid id;
    std::string sealed;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, sealed))

std::int64_t count_found(Database& database, const Sealer& sealer, const std::string& plain) {
    return database.read([&](Reader& reader) {
        return *reader.one<std::int64_t>(
            "select count(*) from platform.thing where text_index = any($1)",
            sealer.blind_indexes(plain, "platform.thing.text"));
    });
}

struct Things {
    TestDatabase tables;
    Database database = tables.superuser();
    const SealedColumn column{"platform.thing", "sealed", "id", context_of};

    Things() {
        database.transact([](Tx& tx) {
            tx.run(
                "create table platform.thing (id uuid primary key, sealed text, text_index text)");
        });
    }
    void add(int count, const Sealer& sealer) {
        std::vector<Uuid> ids;
        std::vector<std::string> sealed;
        for (int i = 0; i < count; ++i) {
            ids.push_back(new_uuid());
            sealed.push_back(sealer.seal("a quay", context_of(ids.back())));
        }
        database.transact([&](Tx& tx) {
            tx.run(
                "insert into platform.thing (id, sealed)"
                " select * from unnest($1::uuid[], $2::text[])",
                ids, sealed);
        });
    }
    SealedColumn found_by_index(const Sealer& sealer) const {
        auto found = column;
        found.index = "text_index";
        found.index_of = [&sealer](const std::string& plain) {
            return sealer.blind_index(plain, "platform.thing.text");
        };
        return found;
    }
    std::size_t count_open_to(const Sealer& sealer) {
        const auto things = database.read([](Reader& reader) {
            return reader.all<Thing>("select id, sealed from platform.thing");
        });
        return static_cast<std::size_t>(std::ranges::count_if(things, [&](const Thing& thing) {
            return sealer.open(thing.sealed, context_of(thing.id)) == "a quay";
        }));
    }
};

}  // namespace

TEST_CASE("whatever is sealed under a former key is sealed anew, however much it is") {
    Things things;
    const Sealer before({former});
    const Sealer both({latter, former});
    const Sealer after({latter});
    things.add(700, before);
    things.add(10, both);
    things.add(600, before);
    CHECK(reseal(things.database, both, things.column) == 1300);
    CHECK(things.count_open_to(after) == 1310);
    CHECK(reseal(things.database, both, things.column) == 0);
}

TEST_CASE("with one key there is nothing to look for, and what does not open stays as it is") {
    Things things;
    const Sealer other({former});
    things.add(3, other);
    CHECK(reseal(things.database, Sealer({latter}), things.column) == 0);
    CHECK(things.count_open_to(other) == 3);
    CHECK_THROWS_AS(
        reseal(things.database, Sealer({latter, {"third", std::string(32, 't')}}), things.column),
        std::runtime_error);
    CHECK(things.count_open_to(other) == 3);
}

TEST_CASE(
    "what is found by an index has one afterwards, and under the key that it is sealed under") {
    Things things;
    const Sealer before({former});
    const Sealer both({latter, former});
    const Sealer after({latter});
    things.add(700, before);
    CHECK(reseal(things.database, before, things.found_by_index(before)) == 700);
    CHECK(reseal(things.database, before, things.found_by_index(before)) == 0);
    CHECK(count_found(things.database, before, "a quay") == 700);
    CHECK(count_found(things.database, after, "a quay") == 0);

    things.add(5, both);
    CHECK(reseal(things.database, both, things.found_by_index(both)) == 705);
    CHECK(reseal(things.database, both, things.found_by_index(both)) == 0);
    CHECK(count_found(things.database, after, "a quay") == 705);
    CHECK(count_found(things.database, before, "a quay") == 0);
    CHECK(things.count_open_to(after) == 705);
}

TEST_CASE("what is nothing to be found by is looked at once, and other rows never") {
    Things things;
    const Sealer sealer({latter});
    things.add(3, sealer);
    auto column = things.found_by_index(sealer);
    column.index_of = [](const std::string&) { return std::string(); };
    column.rows = "sealed <> 'as it is'";
    things.database.transact([](Tx& tx) {
        tx.run("insert into platform.thing (id, sealed) values (gen_random_uuid(), 'as it is')");
    });
    CHECK(reseal(things.database, sealer, column) == 3);
    CHECK(reseal(things.database, sealer, column) == 0);
    CHECK(reseal(things.database, Sealer({{"third", std::string(32, 't')}, latter}), column) == 3);
}
