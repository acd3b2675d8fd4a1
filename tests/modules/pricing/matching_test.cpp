#include "office.hpp"

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;

TEST_CASE("without price lists the base price holds and costs no round trip") {
    Office office;
    const auto tea = office.sell(1000);
    CHECK_EQ(office.price(tea), 1000);
    const auto before = office.round_trips();
    CHECK_EQ(office.price(tea, 7), 1000);
    CHECK_EQ(office.shown(tea).price, euros(1000));
    CHECK_FALSE(office.shown(tea).compare_at);
    CHECK_EQ(office.round_trips(), before);
}

TEST_CASE("a list without entries costs no round trip either") {
    Office office;
    const auto tea = office.sell(1000);
    office.list();
    office.price(tea);
    const auto before = office.round_trips();
    CHECK_EQ(office.price(tea), 1000);
    CHECK_EQ(office.round_trips(), before);
}

TEST_CASE("a price costs one round trip where a list has entries") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    CHECK_EQ(office.price(tea), 800);
    const auto before = office.round_trips();
    CHECK_EQ(office.price(tea), 800);
    CHECK_EQ(office.round_trips(), before + 1);
}

TEST_CASE("what has neither a base price nor a list's is not sold") {
    Office office;
    const AskedPrice unknown{catalog::VariantId::make(), 1, std::nullopt};
    CHECK_FALSE(office.pricing->unit_prices({unknown}, eur, {}).front());
    CHECK_FALSE(office.pricing->shown({unknown}, eur).front().price);
}

TEST_CASE("a list sells what the catalogue has no price for") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    const auto price =
        office.pricing->unit_prices({{tea.variant, 1, std::nullopt}}, eur, {}).front();
    REQUIRE(price);
    CHECK_EQ(price->price, euros(800));
    CHECK(price->price_list);
}

TEST_CASE("a list goes before the base price, even where it costs more") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 1200);
    CHECK_EQ(office.price(tea), 1200);
    CHECK_FALSE(office.shown(tea).compare_at);
}

TEST_CASE("a list for a group goes before one for everybody, whatever the priorities and prices") {
    Office office;
    const auto tea = office.sell(1000);
    const auto group = office.clientele.found("Dealers");
    const auto dealer = auth::UserId::make();
    office.clientele.join(group, dealer).value();
    office.put(office.list(R"({"priority":-5})"), tea, 500);
    office.put(office.list(R"({"priority":5,"customer_group":")" + group.text() + R"("})"), tea,
               900);
    CHECK_EQ(office.price(tea), 500);
    CHECK_EQ(office.price(tea, 1, {dealer, ""}), 900);
    CHECK_EQ(office.price(tea, 1, {auth::UserId::make(), ""}), 500);
    CHECK_EQ(office.shown(tea).price, euros(500));
}

TEST_CASE("of two lists the lower priority counts, then the lower price, then the lower id") {
    Office office;
    const auto tea = office.sell(1000);
    const auto first = office.list();
    const auto second = office.list();
    office.put(first, tea, 900);
    office.put(second, tea, 800);
    CHECK_EQ(office.price(tea), 800);
    office.put(office.list(R"({"priority":-1})"), tea, 950);
    CHECK_EQ(office.price(tea), 950);

    const auto coffee = office.sell(1000);
    office.put(first, coffee, 700);
    office.put(second, coffee, 700);
    CHECK_EQ(office.pricing->unit_prices({coffee.asked()}, eur, {}).front()->price_list,
             std::min(first.id, second.id));
}

TEST_CASE("a tier holds from its quantity on, and one list's tiers do not mix with another's") {
    Office office;
    const auto tea = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 800, 10);
    office.put(list, tea, 700, 100);
    CHECK_EQ(office.price(tea, 9), 1000);
    CHECK_EQ(office.price(tea, 10), 800);
    CHECK_EQ(office.price(tea, 99), 800);
    CHECK_EQ(office.price(tea, 100), 700);

    office.put(office.list(R"({"priority":1})"), tea, 950);
    CHECK_EQ(office.price(tea, 9), 950);
    CHECK_EQ(office.price(tea, 10), 800);
    const auto tiers = office.shown(tea).tiers;
    REQUIRE_EQ(tiers.size(), 2);
    CHECK_EQ(tiers[0].quantity, 10);
    CHECK_EQ(tiers[1].price, euros(700));
}

TEST_CASE("an entry holds in its currency only") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(), tea, 800);
    const auto price =
        office.pricing->unit_prices({{tea.variant, 1, platform::Money{1100, usd}}}, usd, {});
    CHECK_EQ(price.front()->price, platform::Money{1100, usd});
}

TEST_CASE("a list holds from its start, which counts, to its end, which does not") {
    Office office;
    const auto tea = office.sell(1000);
    office.put(office.list(R"({"kind":"sale","starts_at":"2026-02-01T00:00:00Z",)"
                           R"("ends_at":"2026-02-02T00:00:00Z"})"),
               tea, 600);
    CHECK_EQ(office.price(tea), 1000);
    office.clock.set(time("2026-02-01T00:00:00Z"));
    CHECK_EQ(office.price(tea), 600);
    office.clock.set(time("2026-02-01T23:59:59.999Z"));
    CHECK_EQ(office.price(tea), 600);
    office.clock.set(time("2026-02-02T00:00:00Z"));
    CHECK_EQ(office.price(tea), 1000);
}

TEST_CASE("a list that is not active does not hold") {
    Office office;
    const auto tea = office.sell(1000);
    const auto list = office.list();
    office.put(list, tea, 600);
    office.replace(list, R"({"active":false})");
    CHECK_EQ(office.price(tea), 1000);
}

TEST_CASE("several goods are priced in the order asked, with one round trip") {
    Office office;
    const auto list = office.list();
    std::vector<AskedPrice> asked;
    std::vector<std::int64_t> expected;
    for (int i = 0; i < 20; ++i) {
        const auto sold = office.sell(1000 + i);
        if (i % 2) office.put(list, sold, 500 + i);
        asked.push_back(sold.asked());
        expected.push_back(i % 2 ? 500 + i : 1000 + i);
    }
    std::ranges::reverse(asked);
    std::ranges::reverse(expected);
    office.pricing->unit_prices(asked, eur, {});
    const auto before = office.round_trips();
    const auto prices = office.pricing->unit_prices(asked, eur, {});
    CHECK_EQ(office.round_trips(), before + 1);
    for (std::size_t i = 0; i < prices.size(); ++i) CHECK_EQ(prices[i]->price.amount, expected[i]);
}
