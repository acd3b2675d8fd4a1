#include "stock_takes.hpp"
#include "terms.hpp"

#include <algorithm>
#include <future>
#include <set>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

struct Counting : Warehouse {
    StockTakes takes{backing};

    StockTake open() { return takes.open({}).value(); }
    platform::Result<StockTake> enter(const StockTake& take, const VariantId& variant,
                                      std::int64_t counted) {
        return takes.enter(take.id, {{{*Sku::accept(variant.text()), *Counted::accept(counted)}}});
    }
};

std::string code(const platform::Result<StockTake>& answer) {
    return answer ? "" : answer.error().code;
}

}  // namespace

TEST_CASE("a stock-take books what was found more or less, when it is closed") {
    Counting house;
    const auto more = house.variant(5);
    const auto less = house.variant(5);
    const auto same = house.variant(5);
    const auto take = house.open();
    REQUIRE(house.enter(take, more, 7).has_value());
    REQUIRE(house.enter(take, less, 1).has_value());
    REQUIRE(house.enter(take, same, 5).has_value());
    CHECK(house.level(more).on_hand == 5);
    const auto closed = house.takes.close(take.id).value();
    CHECK(closed.status == StockTakeStatus::closed);
    CHECK(closed.counts.size() == 3);
    CHECK(house.level(more).on_hand == 7);
    CHECK(house.level(less).on_hand == 1);
    CHECK(house.count("select count(*) from inventory.movement where kind = 'adjust'"
                      " and cause = '" +
                      platform::to_string(take.id.uuid()) + "'") == 2);
    CHECK(is_sound(house));
}

TEST_CASE("goods that move between the count and the close are not counted against") {
    Counting house;
    const auto variant = house.variant(10);
    const auto take = house.open();
    REQUIRE(house.enter(take, variant, 8).has_value());
    house.put(variant, "main", 4);
    REQUIRE(house.takes.close(take.id).has_value());
    CHECK(house.level(variant).on_hand == 2);

    const auto again = house.open();
    REQUIRE(house.enter(again, variant, 0).has_value());
    house.put(variant, "main", 1);
    REQUIRE(house.takes.close(again.id).has_value());
    CHECK(house.level(variant).on_hand == 0);
    CHECK(is_sound(house));
}

TEST_CASE("a later count of a SKU replaces the one before") {
    Counting house;
    const auto variant = house.variant(10);
    const auto take = house.open();
    REQUIRE(house.enter(take, variant, 1).has_value());
    const auto counted = house.enter(take, variant, 9).value();
    REQUIRE(counted.counts.size() == 1);
    CHECK(counted.counts[0].difference == -1);
    REQUIRE(house.takes.close(take.id).has_value());
    CHECK(house.level(variant).on_hand == 9);
}

TEST_CASE("a count is void once another stock-take booked the same goods") {
    Counting house;
    const auto variant = house.variant(10);
    const auto other = house.variant(10);
    const auto one = house.open();
    const auto two = house.open();
    for (const auto& take : {one, two}) REQUIRE(house.enter(take, variant, 8).has_value());
    REQUIRE(house.enter(two, other, 9).has_value());
    REQUIRE(house.takes.close(one.id).has_value());
    const auto refused = house.takes.close(two.id);
    REQUIRE(code(refused) == "inventory.count_outdated");
    CHECK(refused.error().message.find(one.id.text()) != std::string::npos);
    CHECK(std::get<std::vector<std::string>>(refused.error().details[0].second) ==
          std::vector{variant.text()});
    CHECK(house.level(variant).on_hand == 8);
    CHECK(house.level(other).on_hand == 10);
    CHECK(house.takes.find(two.id)->status == StockTakeStatus::open);

    REQUIRE(house.enter(two, variant, 8).has_value());
    REQUIRE(house.takes.close(two.id).has_value());
    CHECK(house.level(variant).on_hand == 8);
    CHECK(house.level(other).on_hand == 9);
    CHECK(is_sound(house));
}

TEST_CASE("what another stock-take books elsewhere, or before the count, leaves a count valid") {
    Counting house;
    house.location("second");
    const auto variant = house.variant(10);
    house.put(variant, "second", 5);
    NewStockTake wanted;
    wanted.location = LocationCode::accept("second");
    const auto before = house.open();
    const auto elsewhere = house.takes.open(wanted).value();
    const auto take = house.open();
    REQUIRE(house.enter(before, variant, 9).has_value());
    REQUIRE(house.enter(elsewhere, variant, 4).has_value());
    REQUIRE(house.takes.close(before.id).has_value());
    REQUIRE(house.enter(take, variant, 8).has_value());
    REQUIRE(house.takes.close(elsewhere.id).has_value());
    REQUIRE(house.takes.close(take.id).has_value());
    CHECK(house.count("select on_hand from inventory.stock_level l join inventory.location o"
                      " on o.id = location where code = 'main' and variant = '" +
                      platform::to_string(variant.uuid()) + "'") == 8);
    CHECK(is_sound(house));
}

TEST_CASE("of stock-takes that are closed at the same time one books a difference") {
    Counting house;
    const auto variant = house.variant(10);
    std::vector<StockTake> takes;
    for (int each = 0; each < 4; ++each) {
        takes.push_back(house.open());
        REQUIRE(house.enter(takes.back(), variant, 8).has_value());
    }
    std::vector<std::future<std::string>> closings;
    for (const auto& take : takes)
        closings.push_back(std::async(
            std::launch::async, [&house, id = take.id] { return code(house.takes.close(id)); }));
    std::multiset<std::string> codes;
    for (auto& closing : closings) codes.insert(closing.get());
    CHECK(codes.count("") == 1);
    CHECK(codes.count("inventory.count_outdated") == 3);
    CHECK(house.level(variant).on_hand == 8);
    CHECK(is_sound(house));
}

TEST_CASE("less than what is allocated is accepted and raises a shortfall") {
    Counting house;
    const auto variant = house.variant(5);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 4}}).has_value());
    const auto take = house.open();
    REQUIRE(house.enter(take, variant, 1).has_value());
    REQUIRE(house.takes.close(take.id).has_value());
    CHECK(house.announced(variant, "stock_shortfall") == 1);
    CHECK(is_sound(house));
}

TEST_CASE("every transition of a stock-take that the table lacks is refused") {
    using enum StockTakeStatus;
    Counting house;
    const auto variant = house.variant(5);
    const auto move = [&](const StockTake& take, StockTakeStatus to) {
        if (to == open) return house.enter(take, variant, 5);
        return to == closed ? house.takes.close(take.id) : house.takes.cancel(take.id);
    };
    for (const auto from : {open, closed, cancelled})
        for (const auto to : {open, closed, cancelled}) {
            const auto take = house.open();
            if (from != open) REQUIRE(move(take, from).has_value());
            const auto allowed = allowed_after(from);
            const bool is_legal = std::ranges::find(allowed, to) != allowed.end();
            CHECK(code(move(take, to)) == (is_legal ? "" : "invalid_transition"));
        }
    CHECK(code(house.takes.close(StockTakeId::make())) == "inventory.no_such_stock_take");
    CHECK(code(house.enter(house.open(), VariantId::make(), 1)) == "inventory.no_such_sku");
    CHECK(house.takes.list({}, 100).size() == 10);
}

TEST_CASE("a location is not given up while it is counted") {
    Counting house;
    house.location("second");
    NewStockTake wanted;
    wanted.location = LocationCode::accept("second");
    const auto take = house.takes.open(wanted).value();
    CHECK(house.locations->remove("second").error().code == "inventory.location_in_use");
    REQUIRE(house.takes.cancel(take.id).has_value());
    CHECK(house.locations->remove("second").has_value());
    CHECK(house.takes.find(take.id)->location == "second");
}
