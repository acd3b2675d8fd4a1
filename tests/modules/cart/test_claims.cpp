#include "fixture.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::cart;

namespace {

struct Claiming : Fixture {
    platform::Uuid checkout = platform::new_uuid();

    std::int64_t announcements() {
        return everything.read([&](platform::Reader& reader) {
            return reader
                .one<std::int64_t>(
                    "select count(*) from platform.event"
                    " where name = 'cart.cart_completed.v1' and key = $1",
                    id)
                .value();
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Claiming, "a claimed cart cannot be changed") {
    const auto line = add("MUG").value().items.at(0).id;
    const auto claimed = carts->claim(id, ada, checkout).value();
    CHECK(claimed.status == CartStatus::completing);
    CHECK(claimed.version == 3);
    CHECK(contents().status == CartStatus::completing);
    CHECK(contents().version == 3);
    CHECK(refusal(add("TEA")) == "cart.not_active");
    CHECK(refusal(carts->change_item(id, ada, line, 2)) == "cart.not_active");
    CHECK(contents().items.at(0).quantity == 1);
}

TEST_CASE_FIXTURE(Claiming, "the same checkout may claim again, another may not") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    CHECK(carts->claim(id, ada, checkout).value().version == 3);
    const auto other = carts->claim(id, ada, platform::new_uuid());
    CHECK(refusal(other) == "completion_in_progress");
    CHECK(other.error().kind == platform::ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Claiming, "of parallel claims by different checkouts one succeeds") {
    REQUIRE(add("MUG").has_value());
    std::atomic<int> claimed = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> checkouts;
        for (int i = 0; i < 8; ++i)
            checkouts.emplace_back([&] {
                const auto result = carts->claim(id, ada, platform::new_uuid());
                claimed += result.has_value();
                refused += refusal(result) == "completion_in_progress";
            });
    }
    CHECK(claimed == 1);
    CHECK(refused == 7);
}

TEST_CASE_FIXTURE(Claiming, "an empty cart cannot be claimed") {
    CHECK(refusal(carts->claim(id, ada, checkout)) == "cart.empty");
    CHECK(contents().status == CartStatus::active);
}

TEST_CASE_FIXTURE(Claiming, "claiming brings prices, titles and weights up to date") {
    REQUIRE(add("MUG", 2).has_value());
    REQUIRE(add("TEA").has_value());
    catalog.change("MUG", [](auto& variant) {
        variant.price->amount = 2380;
        variant.title = "The large mug";
        variant.weight_grams = 400;
    });
    const auto claimed = carts->claim(id, ada, checkout).value();
    CHECK(claimed.items.at(0).unit_price.amount == 2380);
    CHECK(claimed.items.at(0).title == "The large mug");
    CHECK(claimed.items.at(0).weight_grams == 400);
    CHECK(claimed.totals.total.amount == 2 * 2380 + 595);
    CHECK(warnings_of(claimed) == std::vector<std::string>{"price_changed"});
    CHECK(claimed.warnings[0].item_id == claimed.items[0].id);
    CHECK(contents().totals == claimed.totals);
}

TEST_CASE_FIXTURE(Claiming, "what is not sold any more keeps the cart from being claimed") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(add("TEA").has_value());
    SUBCASE("because it is not published") {
        catalog.change("TEA", [](auto& variant) { variant.published = false; });
    }
    SUBCASE("because it has no price in the cart's currency") {
        catalog.change("TEA", [](auto& variant) { variant.price.reset(); });
    }
    const auto refused = carts->claim(id, ada, checkout);
    CHECK(refusal(refused) == "cart.item_unavailable");
    REQUIRE(refused.error().problems.size() == 1);
    CHECK(refused.error().problems[0].pointer == "/items/1");
    CHECK(contents().status == CartStatus::active);
}

TEST_CASE_FIXTURE(Claiming,
                  "a price that rises beyond all measure keeps the cart from being claimed") {
    REQUIRE(add("MUG", 1'000).has_value());
    catalog.reprice("MUG", 2'000'000'000'000);
    CHECK(refusal(carts->claim(id, ada, checkout)) == "cart.quantity_too_large");
    CHECK(refusal(carts->confirm(id, ada, platform::Money{1, eur})) == "cart.quantity_too_large");
    CHECK(contents().status == CartStatus::active);
}

TEST_CASE_FIXTURE(Claiming, "a claim given up leaves the cart as it was") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    carts->reopen(id, platform::new_uuid());
    CHECK(contents().status == CartStatus::completing);
    carts->reopen(id, checkout);
    carts->reopen(id, checkout);
    CHECK(contents().status == CartStatus::active);
    CHECK(contents().version == 4);
    CHECK(add("TEA").has_value());
    CHECK(carts->claim(id, ada, platform::new_uuid()).has_value());
}

TEST_CASE_FIXTURE(Claiming, "a completed cart stays so, and is announced once") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    const auto order = orders::OrderId::make();
    carts->complete(id, platform::new_uuid(), order);
    CHECK(contents().status == CartStatus::completing);
    CHECK(announcements() == 0);
    carts->complete(id, checkout, order);
    carts->complete(id, checkout, order);
    carts->reopen(id, checkout);
    CHECK(contents().status == CartStatus::completed);
    CHECK(announcements() == 1);
    CHECK(refusal(add("MUG")) == "cart.not_active");
    CHECK(refusal(carts->claim(id, ada, platform::new_uuid())) == "invalid_transition");
}

TEST_CASE_FIXTURE(Claiming, "a cart that nobody claimed cannot be completed") {
    REQUIRE(add("MUG").has_value());
    carts->complete(id, checkout, orders::OrderId::make());
    CHECK(contents().status == CartStatus::active);
    CHECK(announcements() == 0);
}
