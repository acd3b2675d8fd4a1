#include "club.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::customers;

TEST_CASE_FIXTURE(Club, "who joins a group is in it, once") {
    const auto group = new_group();
    const auto ada = somebody();
    const auto facts_before = facts_about(ada.uuid());
    CHECK(customers->groups_of(ada).empty());
    REQUIRE(customers->join(group.id, ada).has_value());
    REQUIRE(customers->join(group.id, ada).has_value());
    CHECK(customers->groups_of(ada) == std::vector{group.id});
    CHECK(count_of(group.id) == 1);
    CHECK(facts_about(ada.uuid()) == facts_before + 1);
}

TEST_CASE_FIXTURE(Club, "who leaves a group is in it no more") {
    const auto group = new_group();
    const auto ada = somebody();
    const auto facts_before = facts_about(ada.uuid());
    REQUIRE(customers->join(group.id, ada).has_value());
    REQUIRE(customers->groups_of(ada).size() == 1);
    REQUIRE(customers->leave(group.id, ada).has_value());
    REQUIRE(customers->leave(group.id, ada).has_value());
    CHECK(customers->groups_of(ada).empty());
    CHECK(facts_about(ada.uuid()) == facts_before + 2);
}

TEST_CASE_FIXTURE(Club, "a group that is removed has no members left") {
    const auto group = new_group();
    const auto other = new_group();
    const auto ada = somebody();
    REQUIRE(customers->join(group.id, ada).has_value());
    REQUIRE(customers->join(other.id, ada).has_value());
    REQUIRE(customers->groups_of(ada).size() == 2);
    REQUIRE(customers->remove_group(group.id).has_value());
    CHECK(customers->groups_of(ada) == std::vector{other.id});
    CHECK(refusal_of(customers->remove_group(group.id)) == "customers.no_such_group");
    CHECK(refusal_of(customers->members(group.id, {})) == "customers.no_such_group");
}

TEST_CASE_FIXTURE(Club, "what does not exist cannot be joined") {
    const auto group = new_group();
    const auto ada = somebody();
    CHECK(refusal_of(customers->join(GroupId::make(), ada)) == "customers.no_such_group");
    CHECK(refusal_of(customers->leave(GroupId::make(), ada)) == "customers.no_such_group");
    CHECK(refusal_of(customers->join(group.id, auth::UserId::make())) ==
          "customers.no_such_customer");
    CHECK(count_of(group.id) == 0);
}

TEST_CASE_FIXTURE(Club, "no two groups have one name, whatever the capitals") {
    const auto first = customers->create_group(named("Teachers")).value();
    CHECK(refusal_of(customers->create_group(named("teachers"))) == "customers.name_taken");
    const auto second = new_group();
    CHECK(refusal_of(customers->rename_group(second.id, named("TEACHERS"))) ==
          "customers.name_taken");
    CHECK(customers->rename_group(first.id, named("TEACHERS")).value().name == "TEACHERS");
    CHECK(refusal_of(customers->rename_group(GroupId::make(), named("Nobody"))) ==
          "customers.no_such_group");
}

TEST_CASE_FIXTURE(Club, "members are listed page by page") {
    const auto group = new_group();
    std::vector<auth::UserId> joined{somebody(), somebody(), somebody()};
    std::ranges::sort(joined);
    for (const auto& customer : joined) REQUIRE(customers->join(group.id, customer).has_value());
    const auto first = customers->members(group.id, {.after = {}, .limit = 2}).value();
    REQUIRE(first.size() == 2);
    CHECK(first[0].customer == joined[0]);
    CHECK(first[0].joined_at == clock.now());
    const auto second = customers->members(group.id, {.after = first[1].customer, .limit = 2});
    REQUIRE(second.value().size() == 1);
    CHECK(second.value()[0].customer == joined[2]);
}

TEST_CASE_FIXTURE(Club, "a group that is removed while customers join it takes nobody along") {
    const auto group = new_group();
    std::vector<auth::UserId> crowd;
    for (int i = 0; i < 8; ++i) crowd.push_back(somebody());
    {
        std::vector<std::jthread> threads;
        for (const auto& customer : crowd)
            threads.emplace_back([&] { std::ignore = customers->join(group.id, customer); });
        threads.emplace_back([&] { std::ignore = customers->remove_group(group.id); });
    }
    for (const auto& customer : crowd) CHECK(customers->groups_of(customer).empty());
}

TEST_CASE_FIXTURE(Club, "groups asked for again cost no statement") {
    const auto ada = somebody();
    customers->groups_of(ada);
    const auto before = shared().pool().statistics().statements;
    customers->groups_of(ada);
    CHECK(shared().pool().statistics().statements == before);
}
