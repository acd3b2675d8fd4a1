#include "known_groups.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::customers;

namespace {

const auth::UserId ada = auth::UserId::make();
const auth::UserId grace = auth::UserId::make();
const std::vector<GroupId> some_groups{GroupId::make()};

}  // namespace

TEST_CASE("what was read before a change is not kept after it") {
    KnownGroups known(10);
    const auto before = known.state();
    known.forget(ada);
    known.keep(ada, some_groups, before);
    CHECK_FALSE(known.find(ada));
    known.keep(ada, some_groups, known.state());
    CHECK(known.find(ada) == some_groups);
    known.forget_all();
    CHECK_FALSE(known.find(ada));
}

TEST_CASE("only so many customers are remembered") {
    KnownGroups known(1);
    known.keep(ada, some_groups, known.state());
    known.keep(grace, some_groups, known.state());
    CHECK_FALSE(known.find(ada));
    CHECK(known.find(grace) == some_groups);
}
