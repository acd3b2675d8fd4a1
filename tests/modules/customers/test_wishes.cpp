#include "club.hpp"

using namespace kontor;
using namespace kontor::customers;
using catalog::ProductId;
using catalog::VariantId;

TEST_CASE_FIXTURE(Club, "the newest wish comes first, and wishing twice is one wish") {
    const auto ada = somebody();
    const auto mug = ProductId::make();
    const auto first = wishes->add(ada, mug, {}).value();
    const auto blue = wishes->add(ada, mug, VariantId::make()).value();
    CHECK(blue.id != first.id);
    CHECK(wishes->add(ada, mug, {})->id == first.id);
    CHECK(wishes->add(ada, mug, blue.variant)->id == blue.id);
    const auto all = wishes->wishes(ada, {});
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == blue.id);
    CHECK(all[1].id == first.id);
    CHECK(wishes->wishes(ada, {blue.id, 5}).front().id == first.id);
}

TEST_CASE_FIXTURE(Club, "a wish is its customer's alone") {
    const auto ada = somebody();
    const auto bob = somebody();
    const auto wish = wishes->add(ada, ProductId::make(), {}).value();
    CHECK(wishes->wishes(bob, {}).empty());
    CHECK(refusal_of(wishes->remove(bob, wish.id)) == "customers.no_such_wish");
    CHECK(wishes->remove(ada, wish.id).has_value());
    CHECK(refusal_of(wishes->remove(ada, wish.id)) == "customers.no_such_wish");
}

TEST_CASE_FIXTURE(Club, "wishes are bounded") {
    const auto ada = somebody();
    for (std::int64_t count = 0; count < WishList::most_wishes; ++count)
        REQUIRE(wishes->add(ada, ProductId::make(), {}).has_value());
    CHECK(refusal_of(wishes->add(ada, ProductId::make(), {})) == "customers.too_many_wishes");
    const auto all = wishes->wishes(ada, {{}, 1000});
    CHECK(all.size() == 200);
    CHECK(wishes->add(ada, all.front().product, {})->id == all.front().id);
}
