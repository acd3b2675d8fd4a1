#include "warehouse.hpp"

#include <atomic>
#include <barrier>
#include <thread>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using platform::new_uuid;

namespace {

Adjustment adjustment(std::optional<std::int64_t> delta, std::optional<std::int64_t> on_hand) {
    Adjustment made;
    if (delta) made.delta = platform::Whole<-1'000'000'000, 1'000'000'000>::accept(*delta);
    if (on_hand) made.on_hand = platform::Whole<0, 1'000'000'000>::accept(*on_hand);
    made.reason = *platform::Text<1, 500>::accept("counted");
    return made;
}

}  // namespace

TEST_CASE("a variant is taken up once") {
    auto& house = warehouse();
    const auto variant = house.variant(7);
    house.inventory->introduce({{variant, variant.text(), 7}, {variant, variant.text(), 7}});
    CHECK(house.available(variant) == 7);
    CHECK(is_sound(house));
}

TEST_CASE("a variant that several take up at the same time is taken up once") {
    auto& house = warehouse();
    constexpr int number = 4, rounds = 100;
    std::vector<VariantId> variants;
    for (int round = 0; round < rounds; ++round) variants.push_back(VariantId::make());
    std::barrier start(number);
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < number; ++i)
            threads.emplace_back([&] {
                for (const auto& variant : variants) {
                    start.arrive_and_wait();
                    try {
                        house.inventory->introduce({{variant, variant.text(), 7}});
                    } catch (const std::exception&) {
                        ++failures;
                    }
                }
            });
    }
    CHECK(failures == 0);
    for (const auto& variant : variants) CHECK(house.available(variant) == 7);
    CHECK(is_sound(house));
}

TEST_CASE("a new variant takes over the SKU of one that the catalogue gave up") {
    auto& house = warehouse();
    house.variant(7, "inherited");
    const auto heir = house.variant(2, "inherited");
    CHECK(house.inventory->stock("inherited")->levels[0].on_hand == 2);
    CHECK(house.available(heir) == 2);
}

TEST_CASE("an unknown variant has nothing to sell, and answers come in the order asked") {
    auto& house = warehouse();
    const auto one = house.variant(1);
    const auto two = house.variant(2);
    const auto unknown = VariantId::make();
    const auto answer = house.inventory->available({two, unknown, one});
    REQUIRE(answer.size() == 3);
    CHECK(answer[0].quantity == 2);
    CHECK(answer[1].variant == unknown);
    CHECK(answer[1].quantity == 0);
    CHECK(answer[2].quantity == 1);
}

TEST_CASE("staff change stock by a difference or to a count") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto sku = variant.text();
    CHECK(house.inventory->adjust(sku, adjustment(-2, {}))->levels[0].on_hand == 3);
    CHECK(house.inventory->adjust(sku, adjustment({}, 9))->levels[0].on_hand == 9);
    CHECK(house.announced(variant) == 3);
    CHECK(is_sound(house));
}

TEST_CASE("an adjustment that makes no sense is refused") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    const auto code = [&](const std::string& sku, const Adjustment& change) {
        return house.inventory->adjust(sku, change).error().code;
    };
    CHECK(code(variant.text(), adjustment({}, {})) == "inventory.delta_or_on_hand");
    CHECK(code(variant.text(), adjustment(1, 1)) == "inventory.delta_or_on_hand");
    CHECK(code(variant.text(), adjustment(-6, {})) == "inventory.negative_stock");
    CHECK(code("nobody-has-this", adjustment(1, {})) == "inventory.no_such_sku");
    auto elsewhere = adjustment(1, {});
    elsewhere.location = platform::Text<1, 60>::accept("the moon");
    CHECK(code(variant.text(), elsewhere) == "inventory.no_such_location");
    CHECK(house.available(variant) == 5);
}

TEST_CASE("a count below what is allocated is accepted and raises a shortfall") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    REQUIRE(house.inventory->allocate(new_uuid(), {{variant, 4}}).has_value());
    CHECK(house.inventory->adjust(variant.text(), adjustment({}, 1))->levels[0].available == -3);
    CHECK(house.available(variant) == 0);
    CHECK(house.count("select count(*) from platform.event where name = "
                      "'inventory.stock_shortfall.v1' and key = '" +
                      platform::to_string(variant.uuid()) + "'") == 1);
    CHECK(is_sound(house));
}

TEST_CASE("the module cannot alter a movement") {
    auto& house = warehouse();
    house.variant(5);
    CHECK_THROWS_AS(house.database.transact([](platform::Tx& tx) {
        tx.run("update inventory.movement set reason = 'never mind'");
    }),
                    platform::StatementError);
}

TEST_CASE("staff see and adjust stock over HTTP, with the permission for it") {
    auto& house = warehouse();
    const auto variant = house.variant(5);
    platform::http::RouterOptions options;
    options.authenticate = [](const platform::http::Request& request) {
        platform::http::Caller caller;
        caller.kind = platform::http::Caller::Kind::staff;
        caller.user = platform::new_uuid();
        if (const auto may = platform::http::find_header(request.headers, "May"))
            caller.permissions = {std::string(*may)};
        return platform::Result<platform::http::Caller>(caller);
    };
    platform::http::Router router(options);
    add_routes(router, *house.inventory, *house.locations, house.backing, "secret");
    const auto path = "/v1/admin/inventory/" + variant.text();
    const platform::http::Headers reader{{"May", "inventory.read"}};
    const platform::http::Headers writer{{"May", "inventory.write"},
                                         {"Content-Type", "application/json"}};
    using platform::http::Method;

    const auto shown = router.handle({Method::get, path, reader, "", ""});
    CHECK(shown.status == 200);
    CHECK(shown.body.find(R"("on_hand":5)") != std::string::npos);
    CHECK(router.handle({Method::get, path, {}, "", ""}).status == 403);
    CHECK(router.handle({Method::get, "/v1/admin/inventory/none", reader, "", ""}).status == 404);
    const std::string body = R"({"delta":-1,"reason":"broken"})";
    CHECK(router.handle({Method::post, path + "/adjust", writer, body, ""}).status == 200);
    CHECK(house.available(variant) == 4);
    const std::string wrong = R"({"delta":-1})";
    CHECK(router.handle({Method::post, path + "/adjust", writer, wrong, ""}).status == 422);
}

TEST_CASE("many counts are booked at once, and each that is refused is told by itself") {
    auto& house = warehouse();
    const auto more = house.variant(5);
    const auto same = house.variant(3);
    const auto none = house.variant(2);
    const std::vector<Count> counts{{more.text(), {}, 9},      {same.text(), "main", 3},
                                    {none.text(), {}, 0},      {"no such", {}, 1},
                                    {more.text(), "main", 10}, {same.text(), "moon", 1},
                                    {same.text(), {}, -1}};
    const auto answers = house.inventory->count(counts, "import");
    REQUIRE(answers.size() == counts.size());
    CHECK(answers[0].value() == true);
    CHECK(answers[1].value() == false);
    CHECK(answers[2].value() == true);
    CHECK(answers[3].error().code == "inventory.no_such_sku");
    CHECK(answers[4].error().code == "inventory.counted_twice");
    CHECK(answers[5].error().code == "inventory.no_such_location");
    CHECK(answers[6].error().code == "inventory.counted_twice");

    const auto items = house.inventory->stock_of({none, VariantId::make(), same, more});
    REQUIRE(items.size() == 3);
    CHECK(items[0].sku == none.text());
    CHECK(items[0].levels[0].on_hand == 0);
    CHECK(items[1].levels[0].on_hand == 3);
    CHECK(items[2].levels[0].on_hand == 9);
    CHECK(house.announced(more) == 2);
    CHECK(house.announced(same) == 1);
    CHECK(is_sound(house));
}
