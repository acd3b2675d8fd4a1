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

struct Things {
    TestDatabase tables;
    Database database = tables.superuser();
    const SealedColumn column{"platform.thing", "sealed", "id", context_of};

    Things() {
        database.transact([](Tx& tx) {
            tx.run("create table platform.thing (id uuid primary key, sealed text)");
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
            tx.run("insert into platform.thing select * from unnest($1::uuid[], $2::text[])", ids,
                   sealed);
        });
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
